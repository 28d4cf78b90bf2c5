package dev.serval.operator.autoscaling.policy;

import dev.serval.operator.autoscaling.load.LookBack;
import java.time.Duration;

/**
 * Between which bounds and by which rule the replicas of a deployment follow its load: the fields
 * {@code autoscaling} of the resource, with their defaults filled in.
 *
 * @param minReplicas fewest replicas, from 0 to 1000
 * @param maxReplicas most replicas, from 1 to 1000
 * @param initialReplicas replicas of a new deployment, between both
 * @param targetOngoingRequests requests to aim at for each replica, running and queued together,
 *     above 0 and at most 65535
 * @param upscaleDelay how long the load must ask for more before there are more, up to 24 h
 * @param downscaleDelay how long the load must ask for fewer before there are fewer, up to 24 h
 * @param downscaleToZeroDelay the same for the step from one replica to none, up to 24 h
 * @param lookBack over which time the load is averaged
 * @param upscalingFactor multiplies each step up, above 0 and at most 100
 * @param downscalingFactor multiplies each step down, above 0 and at most 100
 */
public record ScalingPolicy(
    int minReplicas,
    int maxReplicas,
    int initialReplicas,
    double targetOngoingRequests,
    Duration upscaleDelay,
    Duration downscaleDelay,
    Duration downscaleToZeroDelay,
    LookBack lookBack,
    double upscalingFactor,
    double downscalingFactor) {

  private static final int MOST_REPLICAS = 1000;
  private static final double HIGHEST_TARGET = 65535;
  private static final double HIGHEST_FACTOR = 100;
  private static final Duration LONGEST_DELAY = Duration.ofHours(24);

  /**
   * Takes a policy.
   *
   * @throws IllegalArgumentException if a field is out of its bounds; the message names it
   */
  public ScalingPolicy {
    check(minReplicas >= 0, "minReplicas", minReplicas, "from 0 to maxReplicas");
    check(
        maxReplicas >= 1 && maxReplicas <= MOST_REPLICAS, "maxReplicas", maxReplicas, "1 to 1000");
    check(minReplicas <= maxReplicas, "minReplicas", minReplicas, "at most maxReplicas");
    check(
        initialReplicas >= minReplicas && initialReplicas <= maxReplicas,
        "initialReplicas",
        initialReplicas,
        "from minReplicas to maxReplicas");
    checkPositive("targetOngoingRequests", targetOngoingRequests, HIGHEST_TARGET);
    checkPositive("upscalingFactor", upscalingFactor, HIGHEST_FACTOR);
    checkPositive("downscalingFactor", downscalingFactor, HIGHEST_FACTOR);
    checkDelay("upscaleDelay", upscaleDelay);
    checkDelay("downscaleDelay", downscaleDelay);
    checkDelay("downscaleToZeroDelay", downscaleToZeroDelay);
  }

  /** A policy with the defaults of the resource, between bounds. */
  public static Builder between(int minReplicas, int maxReplicas) {
    return new Builder(minReplicas, maxReplicas);
  }

  /** The number within the bounds that is closest to another. */
  public int bounded(int replicas) {
    return Math.clamp(replicas, minReplicas, maxReplicas);
  }

  private static void checkPositive(String field, double value, double highest) {
    check(value > 0 && value <= highest, field, value, "above 0 and at most " + (int) highest);
  }

  private static void checkDelay(String field, Duration delay) {
    check(
        !delay.isNegative() && delay.compareTo(LONGEST_DELAY) <= 0, field, delay, "from 0 to 24h");
  }

  private static void check(boolean holds, String field, Object value, String bounds) {
    if (!holds) {
      throw new IllegalArgumentException(field + " is " + value + ": it must be " + bounds);
    }
  }

  /** Fills in the fields that have a default. */
  public static final class Builder {

    private final int minReplicas;
    private final int maxReplicas;
    private Integer initialReplicas;
    private double targetOngoingRequests = 2;
    private Duration upscaleDelay = Duration.ofSeconds(30);
    private Duration downscaleDelay = Duration.ofSeconds(600);
    private Duration downscaleToZeroDelay;
    private Duration lookBackPeriod = Duration.ofSeconds(30);
    private double upscalingFactor = 1;
    private double downscalingFactor = 1;

    private Builder(int minReplicas, int maxReplicas) {
      this.minReplicas = minReplicas;
      this.maxReplicas = maxReplicas;
    }

    /** By default {@code minReplicas}. */
    public Builder initialReplicas(int replicas) {
      this.initialReplicas = replicas;
      return this;
    }

    /** By default 2. */
    public Builder targetOngoingRequests(double requests) {
      this.targetOngoingRequests = requests;
      return this;
    }

    /** By default 30 s. */
    public Builder upscaleDelay(Duration delay) {
      this.upscaleDelay = delay;
      return this;
    }

    /** By default 600 s. */
    public Builder downscaleDelay(Duration delay) {
      this.downscaleDelay = delay;
      return this;
    }

    /** By default {@code downscaleDelay}. */
    public Builder downscaleToZeroDelay(Duration delay) {
      this.downscaleToZeroDelay = delay;
      return this;
    }

    /** By default 30 s. */
    public Builder lookBackPeriod(Duration period) {
      this.lookBackPeriod = period;
      return this;
    }

    /** By default 1. */
    public Builder upscalingFactor(double factor) {
      this.upscalingFactor = factor;
      return this;
    }

    /** By default 1. */
    public Builder downscalingFactor(double factor) {
      this.downscalingFactor = factor;
      return this;
    }

    /**
     * The policy.
     *
     * @throws IllegalArgumentException if a field is out of its bounds; the message names it
     */
    public ScalingPolicy build() {
      return new ScalingPolicy(
          minReplicas,
          maxReplicas,
          initialReplicas == null ? minReplicas : initialReplicas,
          targetOngoingRequests,
          upscaleDelay,
          downscaleDelay,
          downscaleToZeroDelay == null ? downscaleDelay : downscaleToZeroDelay,
          new LookBack(lookBackPeriod),
          upscalingFactor,
          downscalingFactor);
    }
  }
}
