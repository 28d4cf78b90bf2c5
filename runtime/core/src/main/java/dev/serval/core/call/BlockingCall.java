package dev.serval.core.call;

import dev.serval.api.CallOptions;
import dev.serval.api.error.ServeException;
import java.util.concurrent.locks.LockSupport;

/** A call whose caller waits for it on its own thread. */
public final class BlockingCall extends Call {

  private final Thread waiter = Thread.currentThread();
  private Object result;
  private ServeException error;
  private volatile boolean done;

  /** A call made by the current thread. */
  public BlockingCall(
      CallTarget target, Object[] arguments, CallOptions options, Scope scope, long nowNanos) {
    super(target, arguments, options, scope, nowNanos);
  }

  @Override
  protected void succeeded(Object result) {
    this.result = result;
    done = true;
    wake();
  }

  @Override
  protected void failed(ServeException error) {
    this.error = error;
    done = true;
    wake();
  }

  private void wake() {
    // In one JVM the call may end on the caller's own thread, which does not wait yet.
    if (Thread.currentThread() != waiter) {
      LockSupport.unpark(waiter);
    }
  }

  /**
   * Waits for the outcome. An interrupt cancels the call and stays set on the thread.
   *
   * @throws ServeException if the call failed
   */
  public Object await() {
    boolean interrupted = false;
    while (!done) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true;
        cancel(CancelReason.CANCELLED);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (error != null) {
      throw error;
    }
    return result;
  }
}
