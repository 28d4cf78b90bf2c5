package dev.serval.core.route;

/**
 * How calls to one deployment are routed.
 *
 * @param policy chooses among the replicas
 * @param maxQueued calls that may wait in this process for a replica; -1 for any number, else 1 or
 *     more
 * @param node the machine of this process, or empty
 * @param zone the availability zone of this process, or empty
 */
public record RouterOptions(Policy policy, int maxQueued, String node, String zone) {

  /** The value of {@link #maxQueued} that sets no bound. */
  public static final int UNBOUNDED = -1;

  /**
   * @throws IllegalArgumentException if {@code maxQueued} is neither -1 nor at least 1
   */
  public RouterOptions {
    if (maxQueued != UNBOUNDED && maxQueued < 1) {
      throw new IllegalArgumentException(
          "maxQueuedRequests must be -1 (no bound) or at least 1, but is " + maxQueued);
    }
  }

  /** 0 for a replica on this process's node, 1 for one in its zone, 2 elsewhere or unknown. */
  int distanceTo(ReplicaEndpoint endpoint) {
    if (!endpoint.node().isEmpty() && endpoint.node().equals(node)) {
      return 0;
    }
    return !endpoint.zone().isEmpty() && endpoint.zone().equals(zone) ? 1 : 2;
  }

  /** The policies. */
  public enum Policy {
    /** The replica with the fewest calls under way, as far as is known. */
    LEAST_LOADED,
    /** The less loaded of two at random. */
    POWER_OF_TWO_CHOICES,
    /** One after the other. */
    ROUND_ROBIN,
    /** The same replica for the same session, unless it is overloaded. */
    CONSISTENT_HASH
  }
}
