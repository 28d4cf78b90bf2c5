package dev.serval.core.stage;

import dev.serval.core.call.CancelReason;
import dev.serval.core.call.Scope;
import dev.serval.core.time.TimeSource;
import java.util.concurrent.TimeUnit;

/**
 * Stops the calls of a replica whose deadline has passed, for callers that do not: one that is
 * stuck, or gone without a word. One timer serves all calls. It is set for the earliest deadline
 * that was seen, so that calls which end in time, nearly all of them, cost one comparison.
 */
final class OverdueCalls {

  /**
   * How much later than its deadline a call is stopped, in milliseconds: the caller knows better
   * what to say of it and goes first. Sweeps are as far apart at least.
   */
  static final long GRACE_MILLIS = 10;

  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);

  private final RunningCalls running;
  private final TimeSource time;

  /**
   * When the timer fires, or {@link Scope#NO_DEADLINE} if it is not set; written under the lock.
   */
  private volatile long sweepAt = Scope.NO_DEADLINE;

  // Guarded by this.
  private TimeSource.Timer timer;
  private boolean closed;

  OverdueCalls(RunningCalls running, TimeSource time) {
    this.running = running;
    this.time = time;
  }

  /** Takes note of a call that was added to those that run. */
  void watch(long deadlineNanos) {
    if (deadlineNanos != Scope.NO_DEADLINE && !coveredAt(deadlineNanos + GRACE_NANOS)) {
      sweepAt(deadlineNanos + GRACE_NANOS);
    }
  }

  private boolean coveredAt(long due) {
    long at = sweepAt;
    return at != Scope.NO_DEADLINE && at - due <= 0;
  }

  private synchronized void sweepAt(long due) {
    if (closed || coveredAt(due)) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    sweepAt = due;
    timer = time.schedule(() -> sweep(due), Math.max(GRACE_NANOS, due - time.nanoTime()));
  }

  private void sweep(long due) {
    synchronized (this) {
      if (sweepAt != due) {
        // An earlier deadline came in between and has set the timer anew.
        return;
      }
      // Before the calls are looked at: one that comes later finds no timer and sets it.
      sweepAt = Scope.NO_DEADLINE;
      timer = null;
    }
    long now = time.nanoTime();
    long[] next = {Scope.NO_DEADLINE};
    running.forEach(call -> look(call, now, next));
    watch(next[0]);
  }

  private static void look(IncomingCall call, long now, long[] next) {
    long deadline = call.deadlineNanos();
    if (deadline == Scope.NO_DEADLINE || call.cancelled()) {
      return;
    }
    if (deadline + GRACE_NANOS - now <= 0) {
      call.stop(CancelReason.DEADLINE);
    } else if (next[0] == Scope.NO_DEADLINE || deadline - next[0] < 0) {
      next[0] = deadline;
    }
  }

  /** Stops no more calls. */
  synchronized void close() {
    closed = true;
    sweepAt = Scope.NO_DEADLINE;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
