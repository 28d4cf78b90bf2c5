package dev.serval.bench.autoscaling;

import dev.serval.operator.autoscaling.decision.Decision;
import dev.serval.operator.autoscaling.decision.ScalingReason;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Load that has been constant for a while and then steps up.
 *
 * @param loop how requests come
 * @param perReplica targetOngoingRequests
 * @param slots how many requests a replica runs at once
 * @param before requests at a time before the step
 * @param after requests at a time after it
 * @param podStart from the decision to a replica that takes requests
 */
record StepScenario(
    Loop loop, int perReplica, int slots, int before, int after, Duration podStart) {

  private static final int SEEDS = 20;
  private static final long STEP = 60 * Simulation.SECOND;
  private static final long OBSERVED = 120 * Simulation.SECOND;
  private static final int MOST_REPLICAS = 400;

  /** How requests come. */
  enum Loop {
    CLOSED,
    OPEN
  }

  /**
   * What came of one run.
   *
   * @param decisionSeconds from the step to the first decision for more replicas
   * @param firstReadySeconds from the step to the first of them that takes requests
   * @param mostSeconds from the step to the decision for nine tenths of what the load needs
   * @param overshoot how many replicas more than that were asked for at most
   * @param burst whether the first decision was for a burst
   */
  record Run(
      double decisionSeconds,
      double firstReadySeconds,
      double mostSeconds,
      int overshoot,
      boolean burst) {}

  /** How many replicas the load after the step needs. */
  int needed() {
    return Math.ceilDiv(after, perReplica);
  }

  /** Runs it with many seeds. */
  List<Run> runs() {
    return IntStream.range(0, SEEDS).mapToObj(this::run).toList();
  }

  /** One run. */
  Run run(int seed) {
    Random random = new Random(seed);
    Simulation time = new Simulation();
    ScalingPolicy policy =
        ScalingPolicy.between(0, MOST_REPLICAS).targetOngoingRequests(perReplica).build();
    SimulatedDeployment deployment =
        new SimulatedDeployment(
            time, random, policy, Math.ceilDiv(before, perReplica), podStart, slots);
    Workload workload = new Workload(time, random, deployment, 1);
    load(workload, before);
    time.runUntil(STEP);
    int settled = deployment.changes().size();
    load(workload, after);
    time.runUntil(STEP + OBSERVED);
    return result(deployment, deployment.changes().subList(settled, deployment.changes().size()));
  }

  private void load(Workload workload, int requests) {
    switch (loop) {
      case CLOSED -> workload.clients(requests);
      case OPEN -> workload.requestsPerSecond(requests);
    }
  }

  private Run result(SimulatedDeployment deployment, List<Decision> changes) {
    Decision first = changes.getFirst();
    double most =
        changes.stream()
            .filter(change -> change.target() * 10 >= needed() * 9)
            .mapToDouble(StepScenario::sinceStep)
            .findFirst()
            .orElse(Double.NaN);
    int highest = changes.stream().mapToInt(Decision::target).max().orElseThrow();
    long ready = deployment.firstReadyAfter(first.seen().nanos()).orElseThrow();
    return new Run(
        sinceStep(first),
        (ready - STEP) / (double) Simulation.SECOND,
        most,
        highest - needed(),
        first.reason() == ScalingReason.BURST || first.reason() == ScalingReason.COLD_START);
  }

  private static double sinceStep(Decision decision) {
    return (decision.seen().nanos() - STEP) / (double) Simulation.SECOND;
  }
}
