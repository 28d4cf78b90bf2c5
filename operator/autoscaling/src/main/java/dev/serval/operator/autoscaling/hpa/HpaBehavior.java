package dev.serval.operator.autoscaling.hpa;

import dev.serval.operator.autoscaling.policy.ScalingPolicy;

/**
 * The fields of a HorizontalPodAutoscaler ({@code autoscaling/v2}) that make it follow decisions
 * rather than make its own: it neither waits nor limits steps, for both is done already.
 *
 * @param minReplicas its {@code minReplicas}; at least 1, as the operator itself takes the step to
 *     and from 0
 * @param maxReplicas its {@code maxReplicas}
 * @param targetAverageMilli {@code target.averageValue} of its External metric, in thousandths
 * @param scaleUp its {@code behavior.scaleUp}
 * @param scaleDown its {@code behavior.scaleDown}
 */
public record HpaBehavior(
    int minReplicas, int maxReplicas, long targetAverageMilli, Rules scaleUp, Rules scaleDown) {

  /**
   * One direction, with the one policy {@code Pods}.
   *
   * @param stabilizationWindowSeconds {@code stabilizationWindowSeconds}
   * @param podsPerPeriod {@code policies[0].value}
   * @param periodSeconds {@code policies[0].periodSeconds}
   * @param tolerance {@code tolerance}; API servers drop the field without the feature gate {@code
   *     HPAConfigurableTolerance}, which {@link ServedMetric} takes into account
   */
  public record Rules(
      int stabilizationWindowSeconds, int podsPerPeriod, int periodSeconds, double tolerance) {}

  /** For a policy. */
  public static HpaBehavior of(ScalingPolicy policy) {
    // Its shortest period: steps of one sync must not count against those of the next.
    Rules rules = new Rules(0, policy.maxReplicas(), 1, 0);
    return new HpaBehavior(
        Math.max(1, policy.minReplicas()),
        policy.maxReplicas(),
        targetAverageMilli(policy),
        rules,
        rules);
  }

  /** The target in thousandths, which is all that a HorizontalPodAutoscaler counts in. */
  static long targetAverageMilli(ScalingPolicy policy) {
    return Math.max(1, Math.round(policy.targetOngoingRequests() * 1000));
  }
}
