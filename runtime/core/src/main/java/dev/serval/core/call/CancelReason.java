package dev.serval.core.call;

/** Why work for a request stops before it is done. */
public enum CancelReason {
  /** The client of the request, or the caller of the call, has gone or has lost interest. */
  CANCELLED,
  /** The deadline has passed. */
  DEADLINE,
  /** The replica that does the work, or its process, is closed. */
  SHUTDOWN
}
