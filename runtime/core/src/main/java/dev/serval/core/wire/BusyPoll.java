package dev.serval.core.wire;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * Keeps an event loop looking for input for a moment after each event, instead of letting its
 * thread sleep at once: where the next event is near, waking the thread costs more than the work.
 * It does so only while events come close to each other, so that a loop with little to do sleeps as
 * always. The loop goes on with everything else meanwhile. On the event loop only.
 */
final class BusyPoll {

  /** Sleeps at once. */
  static final BusyPoll OFF = new BusyPoll(null, 0, () -> 0);

  /** Below this many processors what is waited for could not happen meanwhile. */
  private static final int LEAST_PROCESSORS = 2;

  /**
   * An event pays if it comes sooner than this many times the limit: polled for, it comes sooner.
   */
  private static final int NEAR = 2;

  /** All connections of a loop share one. */
  private static final FastThreadLocal<BusyPoll> OF_LOOP = new FastThreadLocal<>();

  private final EventLoop loop;
  private final long limitNanos;
  private final LongSupplier nanoTime;
  private final Runnable turn = this::turn;

  private long lastEvent;
  private boolean polling;

  BusyPoll(EventLoop loop, long limitNanos, LongSupplier nanoTime) {
    this.loop = loop;
    this.limitNanos = limitNanos;
    this.nanoTime = nanoTime;
    this.lastEvent = nanoTime.getAsLong() - NEAR * limitNanos;
  }

  /**
   * That of the event loop that calls.
   *
   * @param limit how long to look for the next event; zero to sleep at once
   */
  static BusyPoll ofThis(EventLoop loop, Duration limit) {
    if (limit.isZero() || Runtime.getRuntime().availableProcessors() < LEAST_PROCESSORS) {
      return OFF;
    }
    BusyPoll poll = OF_LOOP.get();
    if (poll == null || poll.loop != loop || poll.limitNanos != limit.toNanos()) {
      poll = new BusyPoll(loop, limit.toNanos(), System::nanoTime);
      OF_LOOP.set(poll);
    }
    return poll;
  }

  /** Something was received or sent. */
  void event() {
    if (limitNanos == 0) {
      return;
    }
    long now = nanoTime.getAsLong();
    boolean near = now - lastEvent < NEAR * limitNanos;
    lastEvent = now;
    if (near && !polling) {
      polling = true;
      again();
    }
  }

  /** A loop that has a task looks for input without waiting, then runs the task. */
  private void turn() {
    if (nanoTime.getAsLong() - lastEvent < limitNanos) {
      again();
    } else {
      polling = false;
    }
  }

  private void again() {
    try {
      loop.execute(turn);
    } catch (RejectedExecutionException shutDown) {
      polling = false;
    }
  }
}
