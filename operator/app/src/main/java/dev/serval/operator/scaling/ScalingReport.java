package dev.serval.operator.scaling;

import dev.serval.crds.v1alpha1.status.ScaleDecision;
import dev.serval.operator.status.Cause;
import java.util.List;

/**
 * What there is to say of an autoscaled deployment.
 *
 * @param ongoing requests that its replicas run; {@code null} if that isn't known
 * @param queued requests that wait for them; {@code null} if that isn't known
 * @param desired replicas that it is to have
 * @param state how it scales, or why it doesn't
 * @param decisions those since this operator leads that changed something, the newest first
 */
public record ScalingReport(
    Long ongoing, Long queued, int desired, Cause state, List<ScaleDecision> decisions) {

  /** Copies what could change. */
  public ScalingReport {
    decisions = List.copyOf(decisions);
  }

  /** Whether the other one has the same number of replicas by the same decisions. */
  boolean decidesLike(ScalingReport other) {
    return desired == other.desired && decisions.equals(other.decisions);
  }
}
