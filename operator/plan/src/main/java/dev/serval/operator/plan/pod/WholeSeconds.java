package dev.serval.operator.plan.pod;

import java.time.Duration;

/** Durations as pods have them. */
final class WholeSeconds {

  private WholeSeconds() {}

  /** {@code duration} in seconds, rounded up, and at least 1. */
  static int atLeastOne(Duration duration) {
    return Math.toIntExact(Math.max(1, of(duration)));
  }

  /** {@code duration} in seconds, rounded up. */
  static long of(Duration duration) {
    return duration.plusSeconds(1).minusNanos(1).toSeconds();
  }
}
