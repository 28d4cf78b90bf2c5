package dev.serval.core.time;

/** A monotonic clock together with the timers that follow it. Safe for use by many threads. */
public interface TimeSource {

  /** Nanoseconds since an arbitrary origin, as {@link System#nanoTime()}. */
  long nanoTime();

  /**
   * Runs {@code task} once, not earlier than {@code delayNanos} from now. The task runs on a thread
   * of the time source and must not block.
   *
   * @param delayNanos zero or less means as soon as possible
   */
  Timer schedule(Runnable task, long delayNanos);

  /** A scheduled task. */
  interface Timer {
    /** Prevents the task from running, if it has not started yet. */
    void cancel();
  }
}
