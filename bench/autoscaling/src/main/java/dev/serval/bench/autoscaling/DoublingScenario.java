package dev.serval.bench.autoscaling;

import dev.serval.operator.autoscaling.decision.Decision;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ray Serve's benchmark of its controller: requests that are held open, a replica for each, three
 * minutes for each number of them; then twice as many.
 */
final class DoublingScenario {

  private static final Duration UPSCALE_DELAY = Duration.ofSeconds(1);
  private static final Duration POD_START = Duration.ofSeconds(5);
  private static final int SLOTS = 2;
  private static final int MOST_REPLICAS = 1000;
  private static final long OBSERVED = 180 * Simulation.SECOND;

  private DoublingScenario() {}

  /**
   * What came of one number of requests.
   *
   * @param requests that are held
   * @param decidedSeconds until the last decision for more replicas
   * @param asked replicas that were asked for in the end
   * @param most replicas that were asked for at any time
   */
  record Stage(int requests, double decidedSeconds, int asked, int most) {}

  /** The stages of one run. */
  static List<Stage> run(int seed) {
    Simulation time = new Simulation();
    ScalingPolicy policy =
        ScalingPolicy.between(1, MOST_REPLICAS)
            .targetOngoingRequests(1)
            .upscaleDelay(UPSCALE_DELAY)
            .build();
    SimulatedDeployment deployment =
        new SimulatedDeployment(time, new Random(seed), policy, 1, POD_START, SLOTS);
    List<Stage> stages = new ArrayList<>();
    int held = 1;
    deployment.call(Long.MAX_VALUE / 2, () -> {});
    time.runUntil(OBSERVED);
    for (int requests = 2; held < MOST_REPLICAS; requests = Math.min(2 * requests, MOST_REPLICAS)) {
      long step = time.now();
      int before = deployment.changes().size();
      for (; held < requests; held++) {
        deployment.call(Long.MAX_VALUE / 2, () -> {});
      }
      time.runUntil(step + OBSERVED);
      List<Decision> changes = deployment.changes();
      stages.add(stage(requests, step, changes.subList(before, changes.size())));
    }
    return stages;
  }

  private static Stage stage(int requests, long step, List<Decision> changes) {
    Decision last = changes.getLast();
    return new Stage(
        requests,
        (last.seen().nanos() - step) / (double) Simulation.SECOND,
        last.target(),
        changes.stream().mapToInt(Decision::target).max().orElseThrow());
  }
}
