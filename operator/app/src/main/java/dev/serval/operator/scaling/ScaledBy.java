package dev.serval.operator.scaling;

import dev.serval.operator.status.Reason;

/** Who carries out what is decided for a deployment. */
public sealed interface ScaledBy {

  /** A HorizontalPodAutoscaler; the operator does what that can't, or not soon enough. */
  record Hpa() implements ScaledBy {}

  /** The operator. */
  record Operator() implements ScaledBy {}

  /**
   * The operator, because a HorizontalPodAutoscaler could not read the load.
   *
   * @param reason why not, as conditions have it
   * @param why the same in words, without a full stop
   */
  record OperatorForHpa(Reason reason, String why) implements ScaledBy {

    /** Because others hold the metrics APIs. */
    public static OperatorForHpa taken(String why) {
      return new OperatorForHpa(Reason.METRICS_API_TAKEN, why);
    }

    /** Because none is served, or can be reached. */
    public static OperatorForHpa unavailable(String why) {
      return new OperatorForHpa(Reason.METRICS_API_UNAVAILABLE, why);
    }
  }

  /** The user or a tool of theirs: nothing is decided. */
  record User() implements ScaledBy {}
}
