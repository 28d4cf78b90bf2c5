package dev.serval.operator.autoscaling.decision;

import static dev.serval.operator.autoscaling.decision.Trace.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.autoscaling.load.LoadWindow;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests that come independently of each other, so that the load moves over the boundary between
 * two numbers of replicas all the time. With the defaults' delays the number never turns round.
 */
class NoisyLoadTest {

  private static final Duration BELIEVED = Duration.ofSeconds(5);
  private static final int SETTLED = 900;
  private static final int HOUR = 3600;
  private static final int SEEDS = 10;

  /** Each minute the load asks for another number, or the hour would say nothing. */
  private static final int LEAST_CROSSINGS = 60;

  private record Run(int turns, int crossings) {}

  @ParameterizedTest
  @CsvSource({
    // on the boundary, and near it: for each replica, mean, seconds that a request takes
    "1, 2, 1",
    "2, 4, 1",
    "2, 4, 5",
    "2, 7.8, 1",
    "2, 20, 0.5",
    "2, 20.2, 2",
    "3, 9, 1",
    "3, 30, 2",
    "3, 30.5, 1",
    "3, 90, 5",
    "10, 50, 1",
    "10, 49.5, 2",
    "10, 100, 2",
    "10, 300, 2",
    "10, 301, 5"
  })
  void theNumberDoesNotTurnRound(double perReplica, double mean, double serviceSeconds) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Run run = run(perReplica, mean, serviceSeconds, seed);
      assertThat(run.crossings())
          .as("how often the load asks for another number, seed %d", seed)
          .isGreaterThanOrEqualTo(LEAST_CROSSINGS);
      assertThat(run.turns()).as("turns within an hour, seed %d", seed).isZero();
    }
  }

  private static Run run(double perReplica, double mean, double serviceSeconds, int seed) {
    ScalingPolicy policy = ScalingPolicy.between(1, 1000).targetOngoingRequests(perReplica).build();
    Requests requests = new Requests(mean, serviceSeconds, new Random(seed));
    LoadWindow window = new LoadWindow(policy.lookBack(), BELIEVED);
    ScalingState state = ScalingState.of((int) Math.ceil(mean / perReplica));
    int turns = 0;
    int crossings = 0;
    int last = 0;
    int wantedBefore = 0;
    for (int second = 0; second < SETTLED + HOUR; second++) {
      window.report(second * SECOND, requests.nextSecond());
      Step step =
          Autoscaler.decide(
              policy,
              state,
              new Observation(second * SECOND, state.target(), window.measure(second * SECOND)));
      state = step.state();
      Decision decision = step.decision();
      int wanted = decision.wanted().orElseThrow();
      if (second >= SETTLED) {
        crossings += wanted == wantedBefore ? 0 : 1;
        int change = Integer.signum(decision.target() - decision.previous());
        turns += change * last < 0 ? 1 : 0;
        last = change == 0 ? last : change;
      }
      wantedBefore = wanted;
    }
    return new Run(turns, crossings);
  }

  /** Requests that run at a time: their number is of Poisson's distribution. */
  private static final class Requests {

    private final Random random;
    private final double comePerSecond;
    private final double endWithinSecond;
    private int running;

    Requests(double mean, double serviceSeconds, Random random) {
      this.random = random;
      this.endWithinSecond = 1 - Math.exp(-1 / serviceSeconds);
      this.comePerSecond = mean * endWithinSecond;
      this.running = poisson(mean);
    }

    int nextSecond() {
      int ended = 0;
      for (int request = 0; request < running; request++) {
        ended += random.nextDouble() < endWithinSecond ? 1 : 0;
      }
      running += poisson(comePerSecond) - ended;
      return running;
    }

    /** Exponential gaps, as many as fit. */
    private int poisson(double mean) {
      int count = 0;
      for (double at = gap(); at < mean; at += gap()) {
        count++;
      }
      return count;
    }

    private double gap() {
      return -Math.log(1 - random.nextDouble());
    }
  }
}
