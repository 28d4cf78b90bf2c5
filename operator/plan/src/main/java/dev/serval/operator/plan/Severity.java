package dev.serval.operator.plan;

/** How bad a {@link Finding} is. */
public enum Severity {
  /** The application can't be served as its spec says; nothing is applied. */
  ERROR,

  /** The application is served, but a field does not do, or not yet, what it says. */
  NOTICE
}
