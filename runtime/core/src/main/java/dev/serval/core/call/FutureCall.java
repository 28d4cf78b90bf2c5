package dev.serval.core.call;

import dev.serval.api.CallOptions;
import dev.serval.api.error.ServeException;
import java.util.concurrent.CompletableFuture;

/**
 * A call whose outcome completes a future. What depends on the future runs in the scope of the code
 * that made the call; cancelling the future cancels the call.
 */
public final class FutureCall extends Call {

  private final Outcome outcome = new Outcome();

  /** A call made in {@code scope}. */
  public FutureCall(
      CallTarget target, Object[] arguments, CallOptions options, Scope scope, long nowNanos) {
    super(target, arguments, options, scope, nowNanos);
  }

  /** The outcome; fails with a {@link ServeException}. */
  public CompletableFuture<Object> future() {
    return outcome;
  }

  @Override
  protected void succeeded(Object result) {
    Scope before = Scope.enter(scope());
    try {
      outcome.complete(result);
    } finally {
      Scope.exit(before);
    }
  }

  @Override
  protected void failed(ServeException error) {
    Scope before = Scope.enter(scope());
    try {
      outcome.completeExceptionally(error);
    } finally {
      Scope.exit(before);
    }
  }

  private final class Outcome extends CompletableFuture<Object> {
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      FutureCall.this.cancel(CancelReason.CANCELLED);
      return cancelled;
    }
  }
}
