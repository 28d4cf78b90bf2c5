package dev.serval.operator.autoscaling.decision;

import dev.serval.operator.autoscaling.load.MeasuredLoad;

/**
 * What is seen of a deployment at the time of a decision.
 *
 * @param nanos when
 * @param readyReplicas replicas that can take requests, 0 or more
 * @param load what is known of its load
 */
public record Observation(long nanos, int readyReplicas, MeasuredLoad load) {

  /**
   * Takes an observation.
   *
   * @throws IllegalArgumentException if the number of replicas is negative
   */
  public Observation {
    if (readyReplicas < 0) {
      throw new IllegalArgumentException(
          "readyReplicas is " + readyReplicas + ": it must be 0 or more");
    }
  }
}
