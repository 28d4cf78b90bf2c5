package dev.serval.e2e.scenarios;

import java.time.Duration;

/**
 * How long a load must ask for another number of replicas.
 *
 * @param up for more
 * @param down for fewer
 * @param lookBack the time over which the load is averaged
 */
record ScalingDelays(Duration up, Duration down, Duration lookBack) {

  /** So short that a scenario can wait for them. */
  static final ScalingDelays SHORT = ofSeconds(2, 10, 5);

  /** Those of the resource. */
  static final ScalingDelays DEFAULTS = ofSeconds(30, 600, 30);

  /**
   * Those that {@code SCALING_DELAYS} gives in seconds, such as {@code "30 600 30"}, which are the
   * defaults of the resource; {@link #SHORT} if it gives none.
   */
  static ScalingDelays given() {
    String given = System.getenv("SCALING_DELAYS");
    if (given == null || given.isBlank()) {
      return SHORT;
    }
    String[] seconds = given.strip().split("\\s+");
    if (seconds.length != 3) {
      throw new IllegalArgumentException(
          "SCALING_DELAYS are three numbers of seconds, up, down and look-back, not " + given);
    }
    return ofSeconds(
        Long.parseLong(seconds[0]), Long.parseLong(seconds[1]), Long.parseLong(seconds[2]));
  }

  private static ScalingDelays ofSeconds(long up, long down, long lookBack) {
    return new ScalingDelays(
        Duration.ofSeconds(up), Duration.ofSeconds(down), Duration.ofSeconds(lookBack));
  }

  /** Both ways, with a window to begin with. */
  Duration sum() {
    return up.plus(down).plus(lookBack);
  }

  @Override
  public String toString() {
    return "delays %d s up, %d s down, look-back %d s"
        .formatted(up.toSeconds(), down.toSeconds(), lookBack.toSeconds());
  }
}
