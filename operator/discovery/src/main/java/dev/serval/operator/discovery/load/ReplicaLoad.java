package dev.serval.operator.discovery.load;

import java.util.Map;
import java.util.Objects;

/**
 * What a replica says of its load.
 *
 * @param sequence grows with every report of a connection
 * @param calls those that it has
 * @param draining whether it takes no new calls
 */
public record ReplicaLoad(long sequence, CallCounts calls, boolean draining) {

  /** Refuses what is not set. */
  public ReplicaLoad {
    Objects.requireNonNull(calls, "calls");
  }

  /**
   * The same with each count by itself.
   *
   * @throws IllegalArgumentException as {@link CallCounts}
   */
  public ReplicaLoad(long sequence, long ongoing, Map<String, Long> queued, boolean draining) {
    this(sequence, new CallCounts(ongoing, queued), draining);
  }

  /** Calls that run in it. */
  public long ongoing() {
    return calls.ongoing();
  }

  /** Calls that wait in it for replicas of other deployments, by deployment. */
  public Map<String, Long> queued() {
    return calls.queued();
  }
}
