package dev.serval.operator.autoscaling.load;

import java.time.Duration;

/**
 * The lengths of time over which the load of a deployment is averaged.
 *
 * @param length the look-back period, from 1 s to 1 h
 */
public record LookBack(Duration length) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * Takes the look-back period.
   *
   * @throws IllegalArgumentException if it is shorter than 1 s or longer than 1 h
   */
  public LookBack {
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "lookBackPeriod is " + length + ": it must be from 1s to 1h");
    }
  }

  /** The burst window: a tenth of the look-back period, and at least 1 s. */
  public Duration burst() {
    return atLeastShortest(length.dividedBy(10));
  }

  /** The last part of the burst window, in which a burst is first seen: a third, at least 1 s. */
  public Duration latest() {
    return atLeastShortest(burst().dividedBy(3));
  }

  private static Duration atLeastShortest(Duration window) {
    return window.compareTo(SHORTEST) < 0 ? SHORTEST : window;
  }
}
