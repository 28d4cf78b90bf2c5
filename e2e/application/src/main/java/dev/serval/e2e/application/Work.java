package dev.serval.e2e.application;

/** The contract of the worker, as the counter calls it. */
public interface Work {

  /** Takes {@code millis} milliseconds, and counts as done once begun: it is never repeated. */
  String make(int millis);

  /** Takes {@code millis} milliseconds, and may be repeated. */
  String look(int millis);
}
