package dev.serval.operator.reconcile;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Which reconciliations run, and since when. Safe for several threads. */
final class RunningReconciliations {

  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Long> startedAt = new ConcurrentHashMap<>();

  /**
   * One begins.
   *
   * @param nanos now, by a monotonic clock
   * @return its number, for {@link #end}
   */
  long begin(long nanos) {
    long number = numbers.incrementAndGet();
    startedAt.put(number, nanos);
    return number;
  }

  /** One has ended, in whatever way. */
  void end(long number) {
    startedAt.remove(number);
  }

  /** For how long the one runs that began first; zero if none does. */
  Duration longest(long nanos) {
    return Duration.ofNanos(
        startedAt.values().stream().mapToLong(start -> nanos - start).max().orElse(0));
  }
}
