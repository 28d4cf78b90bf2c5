package dev.serval.operator.autoscaling.decision;

import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.util.OptionalLong;

/**
 * What one decision leaves for the next.
 *
 * @param target replicas that were decided, 0 or more
 * @param breach since when the load asks for another number
 * @param lastBurstNanos when a burst was last seen; empty if there was none, or it is long over
 */
public record ScalingState(int target, Breach breach, OptionalLong lastBurstNanos) {

  /**
   * Takes a state.
   *
   * @throws IllegalArgumentException if the target is negative
   */
  public ScalingState {
    if (target < 0) {
      throw new IllegalArgumentException("target is " + target + ": it must be 0 or more");
    }
  }

  /** Of a deployment that is new. */
  public static ScalingState initial(ScalingPolicy policy) {
    return of(policy.initialReplicas());
  }

  /**
   * Of a deployment that runs already: after a restart of the operator, when a fixed number becomes
   * an autoscaled one, or when somebody else has set the number of replicas. All delays begin anew.
   *
   * @param replicas what its specification says
   */
  public static ScalingState of(int replicas) {
    return new ScalingState(replicas, Breach.NONE, OptionalLong.empty());
  }
}
