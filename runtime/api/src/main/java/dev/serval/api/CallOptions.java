package dev.serval.api;

import java.time.Duration;
import java.util.Objects;

/**
 * Options of a call through a handle. Immutable; start from {@link #DEFAULTS}.
 *
 * @param timeout longest time from the call to its result; {@code null} leaves the deadline of the
 *     request that the call is part of. The earlier of the two holds.
 * @param multiplexedModelId the model the call needs, or {@code null}
 * @param sessionId the key that consistent-hash routing uses, or {@code null}
 * @param idempotent whether the call may be retried after it was accepted, whatever its method says
 */
public record CallOptions(
    Duration timeout, String multiplexedModelId, String sessionId, boolean idempotent) {

  /** No timeout of its own, no model, no session, idempotent only if the method says so. */
  public static final CallOptions DEFAULTS = new CallOptions(null, null, null, false);

  /**
   * @throws IllegalArgumentException if the timeout is not positive
   */
  public CallOptions {
    if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
      throw new IllegalArgumentException("timeout must be positive, but is " + timeout);
    }
  }

  /** These options with a timeout, which must be positive. */
  public CallOptions withTimeout(Duration timeout) {
    return new CallOptions(timeout, multiplexedModelId, sessionId, idempotent);
  }

  /** These options for a call that needs the model {@code modelId}. */
  public CallOptions withMultiplexedModelId(String modelId) {
    return new CallOptions(timeout, modelId, sessionId, idempotent);
  }

  /** These options for a call that belongs to the session {@code sessionId}. */
  public CallOptions withSessionId(String sessionId) {
    return new CallOptions(timeout, multiplexedModelId, sessionId, idempotent);
  }

  /** These options for a call that may be executed twice. */
  public CallOptions asIdempotent() {
    return new CallOptions(timeout, multiplexedModelId, sessionId, true);
  }

  /**
   * The given handle with these options on each of its calls; the handle itself is unchanged.
   *
   * @param handle a typed handle that Serval injected
   * @throws IllegalArgumentException if {@code handle} is not such a handle
   */
  @SuppressWarnings("unchecked")
  public <C> C on(C handle) {
    Objects.requireNonNull(handle, "handle");
    if (handle instanceof WithCallOptions<?> client) {
      return (C) client.withCallOptions(this);
    }
    throw new IllegalArgumentException(
        "CallOptions apply to injected handles, but " + handle.getClass().getName() + " is none");
  }

  /** Implemented by generated handle clients. */
  public interface WithCallOptions<C> {
    /** A client that differs from this one by its options alone. */
    C withCallOptions(CallOptions options);
  }
}
