package dev.serval.operator.scaling;

import java.time.Duration;

/**
 * Whether a HorizontalPodAutoscaler leaves a number where it is though another was decided. For one
 * thread at a time.
 */
final class IdleAutoscaler {

  /**
   * Four of its looks, unless the cluster has another period than 15 s: one that has missed so many
   * doesn't come any more, or does nothing by the value that it is served.
   */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int UNSEEN = -1;

  private int asked = UNSEEN;

  /** When the number was last another, or as it shall be. */
  private long since;

  private boolean told;

  /**
   * Takes note of what is seen.
   *
   * @param replicas that the Deployment asks for
   * @param target replicas that were decided
   */
  void look(int replicas, int target, long nanos) {
    if (replicas != asked || replicas == target) {
      asked = replicas;
      since = nanos;
      told = false;
    }
  }

  /** Whether it had time enough. */
  boolean isIdle(long nanos) {
    return asked != UNSEEN && nanos - since >= PATIENCE.toNanos();
  }

  /** Whether it is idle and nobody has asked for that yet. */
  boolean isNews(long nanos) {
    boolean news = isIdle(nanos) && !told;
    told |= news;
    return news;
  }
}
