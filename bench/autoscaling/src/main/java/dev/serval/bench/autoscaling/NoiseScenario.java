package dev.serval.bench.autoscaling;

import dev.serval.operator.autoscaling.decision.Decision;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Requests that come independently of each other, as many on average for an hour after a quarter of
 * an hour to settle.
 *
 * @param perReplica targetOngoingRequests
 * @param mean requests at a time, on average
 * @param serviceSeconds how long a request takes on average
 */
record NoiseScenario(int perReplica, double mean, double serviceSeconds) {

  private static final int SEEDS = 10;
  private static final long SETTLED = 900 * Simulation.SECOND;
  private static final long HOUR = 3600 * Simulation.SECOND;

  /**
   * What came of one run.
   *
   * @param flaps how often the number of replicas turned round
   * @param changes how often it changed
   * @param lowest fewest replicas
   * @param highest most replicas
   * @param measured the mean load as decisions saw it
   */
  record Run(int flaps, int changes, int lowest, int highest, double measured) {}

  /** Runs it with many seeds. */
  List<Run> runs() {
    return IntStream.range(0, SEEDS).mapToObj(this::run).toList();
  }

  /** One run. */
  Run run(int seed) {
    Random random = new Random(seed);
    Simulation time = new Simulation();
    ScalingPolicy policy = ScalingPolicy.between(1, 1000).targetOngoingRequests(perReplica).build();
    int replicas = (int) Math.ceil(mean / perReplica);
    SimulatedDeployment deployment =
        new SimulatedDeployment(
            time, random, policy, replicas, Duration.ofSeconds(5), 10 * perReplica);
    Workload workload = new Workload(time, random, deployment, serviceSeconds);
    workload.requestsPerSecond(mean / serviceSeconds);
    time.runUntil(SETTLED);
    int settled = deployment.target();
    int before = deployment.changes().size();
    DoubleSummaryStatistics means = deployment.watchMeans();
    time.runUntil(SETTLED + HOUR);
    List<Decision> changes = deployment.changes().subList(before, deployment.changes().size());
    int flaps = 0;
    for (int i = 1; i < changes.size(); i++) {
      flaps += up(changes.get(i)) != up(changes.get(i - 1)) ? 1 : 0;
    }
    IntStream targets =
        IntStream.concat(IntStream.of(settled), changes.stream().mapToInt(Decision::target));
    var range = targets.summaryStatistics();
    return new Run(flaps, changes.size(), range.getMin(), range.getMax(), means.getAverage());
  }

  private static boolean up(Decision change) {
    return change.target() > change.previous();
  }
}
