package dev.serval.operator.autoscaling.decision;

import java.time.Duration;

/**
 * Since when the load asks, without a break, for another number of replicas than was decided.
 *
 * @param direction which way
 * @param sinceNanos when it began; meaningless without a direction
 */
public record Breach(Direction direction, long sinceNanos) {

  /** The load asks for what was decided, or nothing is known. */
  public static final Breach NONE = new Breach(Direction.NONE, 0);

  /** Which way a load pulls. */
  public enum Direction {
    /** Neither. */
    NONE,
    /** To more replicas. */
    UP,
    /** To fewer. */
    DOWN
  }

  /** This one if it goes the same way, or one that begins now. */
  Breach towards(Direction wanted, long nanos) {
    return wanted == direction ? this : new Breach(wanted, nanos);
  }

  /** How long it still has to last; zero if it has lasted. */
  Duration remaining(Duration delay, long nanos) {
    Duration rest = delay.minusNanos(nanos - sinceNanos);
    return rest.isNegative() ? Duration.ZERO : rest;
  }
}
