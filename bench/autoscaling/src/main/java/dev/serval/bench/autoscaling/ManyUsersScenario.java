package dev.serval.bench.autoscaling;

import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.Random;

/**
 * One application of Ray Serve's release test of autoscaling: replicas that take two minutes to
 * start, requests of 15 ms, and users who come one after the other until they are all there. Each
 * asks again when it is answered.
 *
 * @param least replicas, with which it begins
 * @param most replicas
 * @param slots how many requests a replica runs at once
 * @param perReplica targetOngoingRequests
 * @param users who come
 */
record ManyUsersScenario(int least, int most, int slots, double perReplica, int users) {

  private static final Duration POD_START = Duration.ofSeconds(120);
  private static final Duration UPSCALE_DELAY = Duration.ofSeconds(5);
  private static final Duration DOWNSCALE_DELAY = Duration.ofSeconds(30);
  private static final long REQUEST = 15_000_000;
  private static final long WARM_UP = 40 * Simulation.SECOND;
  private static final long RAMP = 310 * Simulation.SECOND;
  private static final long HOLD = 490 * Simulation.SECOND;

  /**
   * What came of it.
   *
   * @param ramp while users come
   * @param hold while all are there
   * @param ready replicas at the end
   * @param asked replicas that were asked for at most
   */
  record Run(Latencies ramp, Latencies hold, int ready, int asked) {

    double requestsPerSecondInHold() {
      return hold.count() / (HOLD / (double) Simulation.SECOND);
    }
  }

  /** One run. */
  Run run(int seed) {
    Simulation time = new Simulation();
    ScalingPolicy policy =
        ScalingPolicy.between(least, most)
            .targetOngoingRequests(perReplica)
            .upscaleDelay(UPSCALE_DELAY)
            .downscaleDelay(DOWNSCALE_DELAY)
            .build();
    SimulatedDeployment deployment =
        new SimulatedDeployment(time, new Random(seed), policy, least, POD_START, slots);
    Latencies ramp = new Latencies();
    Latencies hold = new Latencies();
    for (int user = 0; user < users; user++) {
      time.after(WARM_UP + RAMP * user / users, () -> ask(time, deployment, ramp, hold));
    }
    time.runUntil(WARM_UP + RAMP + HOLD);
    int asked = deployment.changes().stream().mapToInt(each -> each.target()).max().orElse(least);
    return new Run(ramp, hold, deployment.ready(), asked);
  }

  private static void ask(
      Simulation time, SimulatedDeployment deployment, Latencies ramp, Latencies hold) {
    long asked = time.now();
    deployment.call(
        REQUEST,
        () -> {
          (asked < WARM_UP + RAMP ? ramp : hold).add(time.now() - asked);
          ask(time, deployment, ramp, hold);
        });
  }
}
