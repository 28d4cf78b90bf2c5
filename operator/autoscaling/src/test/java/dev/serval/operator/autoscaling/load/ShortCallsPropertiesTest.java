package dev.serval.operator.autoscaling.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The load of short calls is seen for what it is, though reports also come at once. */
class ShortCallsPropertiesTest {

  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
  private static final long SECOND = 1_000_000_000;

  @Property(seed = "1", tries = 25)
  void theirMeanIsSeenHoweverShortCallsAre(
      @ForAll @IntRange(min = 1, max = 15) int replicas,
      @ForAll @IntRange(min = 1, max = 30) int tenthsOfCallsAtATime,
      @ForAll @IntRange(min = 50, max = 2000) int serviceMillis,
      @ForAll long seed) {
    CalledReplicas called =
        new CalledReplicas(
            replicas, tenthsOfCallsAtATime / 10.0, serviceMillis / 1000.0, new Random(seed));

    double ran = called.runFor(HALF_AN_HOUR);

    double seen = called.window.measure(called.now).lookBack().mean().orElseThrow();
    // Three standard deviations of the mean of as many readings of a load of independent calls.
    double readings = HALF_AN_HOUR.toSeconds();
    double noise = 3 * Math.sqrt(ran / readings) / ran;
    assertThat(seen).isCloseTo(ran, withinPercentage(100 * Math.max(0.03, noise)));
  }

  /**
   * Replicas that are called independently, report each second at moments of their own, and at once
   * when they become idle or busy.
   */
  private static final class CalledReplicas {

    private record Event(long nanos, Runnable action) {}

    private static final class Replica {
      private int running;
      private int told;
      private int regular;
    }

    private final PriorityQueue<Event> events =
        new PriorityQueue<>(Comparator.comparingLong(Event::nanos));
    private final LoadWindow window =
        new LoadWindow(new LookBack(HALF_AN_HOUR), Duration.ofSeconds(5));
    private final Random random;
    private final double serviceSeconds;
    private final double callsPerSecond;
    private long now;
    private int running;
    private long told;
    private long regular;

    CalledReplicas(int replicas, double callsAtATime, double serviceSeconds, Random random) {
      this.random = random;
      this.serviceSeconds = serviceSeconds;
      this.callsPerSecond = callsAtATime / serviceSeconds;
      for (int i = 0; i < replicas; i++) {
        Replica replica = new Replica();
        after(random.nextLong(SECOND), () -> reportEachSecond(replica));
        after(exponential(1 / callsPerSecond), () -> call(replica));
      }
    }

    /** The mean number of calls that ran, over that time. */
    double runFor(Duration time) {
      double sum = 0;
      while (events.peek().nanos() < time.toNanos()) {
        Event next = events.poll();
        sum += (double) running * (next.nanos() - now);
        now = next.nanos();
        next.action().run();
      }
      return sum / now;
    }

    private void reportEachSecond(Replica replica) {
      regular += replica.running - replica.regular;
      replica.regular = replica.running;
      tell(replica);
      after(SECOND, () -> reportEachSecond(replica));
    }

    private void call(Replica replica) {
      replica.running++;
      running++;
      if (replica.running == 1) {
        tell(replica);
      }
      after(exponential(serviceSeconds), () -> end(replica));
      after(exponential(1 / callsPerSecond), () -> call(replica));
    }

    private void end(Replica replica) {
      replica.running--;
      running--;
      if (replica.running == 0) {
        tell(replica);
      }
    }

    private void tell(Replica replica) {
      told += replica.running - replica.told;
      replica.told = replica.running;
      window.report(now, new LoadReading(told, OptionalLong.of(regular), false));
    }

    private void after(long nanos, Runnable action) {
      events.add(new Event(now + nanos, action));
    }

    private long exponential(double meanSeconds) {
      return 1 + (long) (-Math.log(1 - random.nextDouble()) * meanSeconds * SECOND);
    }
  }
}
