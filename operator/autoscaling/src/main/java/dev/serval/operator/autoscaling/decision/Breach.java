package dev.serval.operator.autoscaling.decision;

import java.time.Duration;

/**
 * Since when the load asks, without a break, for another number of replicas than was decided, and
 * between what it has moved in the last half to whole of the delay that applies.
 *
 * @param direction which way
 * @param sinceNanos when it began; meaningless without a direction
 * @param earlier the load in the last full half of the delay
 * @param recent the load in the half that is under way
 * @param recentSinceNanos when that began
 */
public record Breach(
    Direction direction,
    long sinceNanos,
    LoadRange earlier,
    LoadRange recent,
    long recentSinceNanos) {

  /** The load asks for what was decided, or nothing is known. */
  public static final Breach NONE = beginning(Direction.NONE, 0);

  /** Which way a load pulls. */
  public enum Direction {
    /** Neither. */
    NONE,
    /** To more replicas. */
    UP,
    /** To fewer. */
    DOWN
  }

  /** One that begins now. */
  static Breach beginning(Direction direction, long nanos) {
    return new Breach(direction, nanos, LoadRange.EMPTY, LoadRange.EMPTY, nanos);
  }

  /** This one if it goes the same way, or one that begins now. */
  Breach towards(Direction wanted, long nanos) {
    return wanted == direction ? this : beginning(wanted, nanos);
  }

  /** This one now: when half of the delay is full, the half before it is forgotten. */
  Breach at(long nanos, Duration delay) {
    return nanos - recentSinceNanos < delay.toNanos() / 2
        ? this
        : new Breach(direction, sinceNanos, recent, LoadRange.EMPTY, nanos);
  }

  /** This one with the load of one more decision. */
  Breach with(double load) {
    return new Breach(direction, sinceNanos, earlier, recent.and(load), recentSinceNanos);
  }

  /** The load up to now, without the present one. */
  LoadRange range() {
    return earlier.and(recent);
  }

  /** How long it still has to last; zero if it has lasted. */
  Duration remaining(Duration delay, long nanos) {
    Duration rest = delay.minusNanos(nanos - sinceNanos);
    return rest.isNegative() ? Duration.ZERO : rest;
  }
}
