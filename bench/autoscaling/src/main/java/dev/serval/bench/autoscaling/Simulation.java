package dev.serval.bench.autoscaling;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Simulated time: what is to happen, in its order. The same run is the same to the nanosecond. */
final class Simulation {

  static final long SECOND = 1_000_000_000L;

  private record Event(long nanos, long order, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::order));
  private long now;
  private long order;

  long now() {
    return now;
  }

  /** Does something after a while. */
  void after(long nanos, Runnable action) {
    events.add(new Event(now + nanos, order++, action));
  }

  /** Does something each second, for as long as the simulation runs. */
  void eachSecond(long firstAfterNanos, Runnable action) {
    after(
        firstAfterNanos,
        () -> {
          action.run();
          eachSecond(SECOND, action);
        });
  }

  /** Lets time pass until a point in time. */
  void runUntil(long nanos) {
    while (!events.isEmpty() && events.peek().nanos() <= nanos) {
      Event next = events.poll();
      now = next.nanos();
      next.action().run();
    }
    now = nanos;
  }
}
