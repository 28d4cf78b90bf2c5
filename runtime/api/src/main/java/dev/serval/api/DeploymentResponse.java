package dev.serval.api;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * The outcome of one call, now or later. May be passed unawaited as an argument of another call.
 *
 * @param <T> the type of the result
 */
public interface DeploymentResponse<T> {

  /**
   * Waits for the result. Call it on a virtual thread, never on an event loop.
   *
   * @throws dev.serval.api.error.ServeException if the call failed
   * @throws IllegalStateException on an event loop
   */
  T result();

  /**
   * Waits at most {@code timeout} for the result. Running out of time does not cancel the call.
   *
   * @throws dev.serval.api.error.DeadlineExceededException if no result came in time
   * @throws dev.serval.api.error.ServeException if the call failed
   * @throws IllegalStateException on an event loop
   */
  T result(Duration timeout);

  /** The outcome as a stage, which fails with a {@link dev.serval.api.error.ServeException}. */
  CompletionStage<T> toCompletionStage();

  /** Cancels the call and the calls made on its behalf. Without effect once it has ended. */
  void cancel();
}
