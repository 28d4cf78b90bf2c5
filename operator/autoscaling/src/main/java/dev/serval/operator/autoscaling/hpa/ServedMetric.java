package dev.serval.operator.autoscaling.hpa;

import dev.serval.operator.autoscaling.decision.Decision;

/**
 * The value that a HorizontalPodAutoscaler is served so that it comes to the number that was
 * decided.
 *
 * <p>Its rule is: total / target per replica, rounded up; but if the total is within a tolerance of
 * what the present replicas are to have, the present number. The value is the load itself wherever
 * that leads to the decided number, and the closest one that does where it doesn't: because a delay
 * is under way, a factor or a bound applies, or the load lies within the tolerance.
 *
 * @param milli the total, in thousandths of a request
 * @param reaches whether the autoscaler comes to the decided number by it. Where not, no value
 *     does: it parks at 0, and between numbers that are closer than its tolerance it can't tell.
 *     Then the operator sets the number itself; the value is such that the autoscaler leaves it
 *     there
 */
public record ServedMetric(long milli, boolean reaches) {

  /** The tolerance where nobody set another: a tenth. */
  public static final double DEFAULT_TOLERANCE = 0.1;

  /**
   * For a decision.
   *
   * @param decision what was decided
   * @param present replicas that the Deployment has, {@code status.replicas} of its scale
   * @param tolerance what the autoscaler ignores: 0 if the API server kept {@code
   *     behavior.*.tolerance}, else {@link #DEFAULT_TOLERANCE} or what the cluster was started with
   */
  public static ServedMetric of(Decision decision, int present, double tolerance) {
    long perReplica = HpaBehavior.targetAverageMilli(decision.policy());
    int target = decision.target();
    if (target == 0) {
      return new ServedMetric(0, present == 0);
    }
    // Whatever lies in here is rounded up to the target.
    long lowest = (target - 1) * perReplica + 1;
    long highest = target * perReplica;
    long value = Math.clamp(load(decision, highest), lowest, highest);
    if (present == target) {
      return new ServedMetric(value, true);
    }
    if (present == 0) {
      return new ServedMetric(value, false);
    }
    Tolerance around = new Tolerance(perReplica * (double) present, tolerance);
    if (!around.ignores(value)) {
      return new ServedMetric(value, true);
    }
    long farthest = target > present ? highest : lowest;
    return new ServedMetric(farthest, !around.ignores(farthest));
  }

  private static long load(Decision decision, long unknown) {
    return decision.seen().load().lookBack().mean().stream()
        .mapToLong(mean -> Math.round(mean * 1000))
        .findFirst()
        .orElse(unknown);
  }

  /** Values around a total that an autoscaler takes for it. */
  private record Tolerance(double total, double tolerance) {

    boolean ignores(long value) {
      double ratio = value / total;
      return 1 - tolerance <= ratio && ratio <= 1 + tolerance;
    }
  }
}
