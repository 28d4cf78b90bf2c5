package dev.serval.operator.autoscaling.decision;

import dev.serval.operator.autoscaling.policy.ScalingPolicy;

/** From a load to the number of replicas that it asks for, before delays and bounds. */
final class ScalingFormula {

  /** What arithmetic adds to a number is not load: a billionth more asks for no further replica. */
  private static final double ROUNDING = 1e-9;

  private static final double MOST_WANTED = 1_000_000_000;

  private ScalingFormula() {}

  /**
   * The number of replicas that a load asks for.
   *
   * @param load requests that run and wait
   * @param running replicas that are ready
   * @param target replicas that were decided before
   */
  static int wanted(ScalingPolicy policy, double load, int running, int target) {
    if (running == 0) {
      return load > 0 ? Math.max(ceil(policy.upscalingFactor()), target) : target;
    }
    double ideal = load / policy.targetOngoingRequests();
    double factor = ideal > running ? policy.upscalingFactor() : policy.downscalingFactor();
    int wanted = Math.max(0, ceil(running + factor * (ideal - running)));
    // A small factor must not keep a replica that nothing asks for, forever.
    boolean stuck = ceil(ideal) < running && wanted == running;
    return stuck ? running - 1 : wanted;
  }

  /** The number of replicas that take a load with nothing damped or amplified. */
  static int plain(ScalingPolicy policy, double load) {
    return ceil(load / policy.targetOngoingRequests());
  }

  private static int ceil(double replicas) {
    double bounded = Math.min(replicas, MOST_WANTED);
    return (int) Math.ceil(bounded - ROUNDING * Math.abs(bounded));
  }
}
