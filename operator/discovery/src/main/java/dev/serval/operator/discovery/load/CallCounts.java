package dev.serval.operator.discovery.load;

import java.util.Map;

/**
 * Calls of one replica at a moment.
 *
 * @param ongoing those that run in it
 * @param queued those that wait in it for replicas of other deployments, by deployment
 */
public record CallCounts(long ongoing, Map<String, Long> queued) {

  /** The most deployments that a replica may wait for: those of an application. */
  public static final int MOST_TARGETS = 64;

  /** The longest name of a deployment. */
  public static final int LONGEST_NAME = 63;

  /**
   * Copies what could change.
   *
   * @throws IllegalArgumentException if there are more targets than an application has, a name is
   *     longer than any is, or a number is negative; the message says which
   */
  public CallCounts {
    if (queued.size() > MOST_TARGETS) {
      throw new IllegalArgumentException(
          "queued has %d deployments, of at most %d".formatted(queued.size(), MOST_TARGETS));
    }
    if (ongoing < 0 || queued.values().stream().anyMatch(calls -> calls < 0)) {
      throw new IllegalArgumentException("a number of calls is negative");
    }
    for (String name : queued.keySet()) {
      if (name.length() > LONGEST_NAME) {
        throw new IllegalArgumentException(
            "the name of a deployment has %d characters, of at most %d"
                .formatted(name.length(), LONGEST_NAME));
      }
    }
    queued = Map.copyOf(queued);
  }

  /** All calls that wait in it. */
  long queuedCalls() {
    return queued.values().stream().mapToLong(Long::longValue).sum();
  }
}
