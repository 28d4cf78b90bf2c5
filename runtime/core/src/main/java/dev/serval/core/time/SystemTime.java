package dev.serval.core.time;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The clock of the machine, with timers of an executor, usually an event loop. */
public final class SystemTime implements TimeSource {

  private final ScheduledExecutorService timers;

  /**
   * @param timers runs the scheduled tasks; the caller shuts it down
   */
  public SystemTime(ScheduledExecutorService timers) {
    this.timers = timers;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer schedule(Runnable task, long delayNanos) {
    ScheduledFuture<?> scheduled =
        timers.schedule(task, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }
}
