package dev.serval.operator.autoscaling.decision;

import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How many replicas a deployment is to have, why, and all that it was decided from.
 *
 * @param target replicas to have, within the bounds
 * @param previous what was decided before
 * @param wanted what the load asks for, before delays and bounds; empty if the load isn't known
 * @param reason why
 * @param remaining how long the load must go on to ask for what it wants until that is done; zero
 *     where nothing waits
 * @param policy the policy it was decided by
 * @param seen what was seen
 */
public record Decision(
    int target,
    int previous,
    OptionalInt wanted,
    ScalingReason reason,
    Duration remaining,
    ScalingPolicy policy,
    Observation seen) {

  /** Whether it changes the number of replicas. */
  public boolean changes() {
    return target != previous;
  }

  /** One sentence that a user can read, without a full stop. */
  public String explanation() {
    return Explanation.of(this);
  }
}
