package dev.serval.api.error;

import java.time.Duration;

/** The queue of calls that wait for a replica is full. HTTP 503 with {@code Retry-After}. */
public final class BackPressureException extends ServeException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * @param retryAfter an estimate of when the queue will have room
   */
  public BackPressureException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** An estimate of when the queue will have room. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
