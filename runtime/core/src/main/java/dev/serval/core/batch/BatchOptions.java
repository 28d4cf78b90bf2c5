package dev.serval.core.batch;

import java.time.Duration;

/**
 * How calls of one method are batched.
 *
 * @param maxSize largest batch, in items or in weight; 1 to 65 536
 * @param maxWait how long the first item of a batch may wait for company; 0 to 60 s, where 0 means
 *     to take whatever queued while every lane was busy
 * @param maxConcurrent batches executing at the same time; 1 to 1 024
 */
public record BatchOptions(int maxSize, Duration maxWait, int maxConcurrent) {

  /** Longest {@link #maxWait} accepted. */
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /**
   * @throws IllegalArgumentException naming the value that is out of its bounds
   */
  public BatchOptions {
    requireBetween("maxSize", maxSize, 1, 65_536);
    requireBetween("maxConcurrent", maxConcurrent, 1, 1_024);
    if (maxWait.isNegative() || maxWait.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("maxWait must be 0 to 60s, but is " + maxWait);
    }
  }

  /** As an application's owner knows it. */
  @Override
  public String toString() {
    return "maxSize %d, maxWait %d ms, maxConcurrent %d"
        .formatted(maxSize, maxWait.toMillis(), maxConcurrent);
  }

  private static void requireBetween(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", but is " + value);
    }
  }
}
