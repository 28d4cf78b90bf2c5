package dev.serval.operator.autoscaling.decision;

import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.load.WindowLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;

/**
 * What a burst is: a load of at least twice what the ready replicas can take, and more than chance
 * makes of a load that they can take, that isn't of this very moment alone.
 *
 * <p>Requests that come independently of each other make a number of running ones whose standard
 * deviation is the root of its mean. Twice the load of one replica with a target of 2 is nothing
 * out of the ordinary; of twenty replicas it is.
 */
final class BurstRule {

  private static final double TIMES = 2;

  /** Above this many standard deviations chance is ruled out. */
  private static final double RULED_OUT = 6;

  /** Up to this many standard deviations a load may lie above what it will turn out to be. */
  private static final double LIKELY = 2;

  private BurstRule() {}

  /** Whether there is one: in the load now, and half of it over the last part of the window. */
  static boolean holds(ScalingPolicy policy, MeasuredLoad load, int running) {
    double threshold = threshold(policy, running);
    WindowLoad latest = load.latest();
    return load.now().orElse(0) >= threshold
        && latest.isFull()
        && latest.mean().orElse(0) >= threshold / 2;
  }

  /** The load from which on it is one. */
  static double threshold(ScalingPolicy policy, int running) {
    double taken = Math.max(1, running) * policy.targetOngoingRequests();
    return Math.max(TIMES * taken, taken + RULED_OUT * Math.sqrt(taken));
  }

  /**
   * The load to be ready for: that of the burst window; and at its beginning, when most of the
   * window lies before it, what the load now will turn out to be at least.
   */
  static double load(MeasuredLoad load) {
    double now = load.now().orElse(0);
    double atLeast = now - LIKELY * Math.sqrt(now);
    return Math.max(load.burst().mean().orElse(0), atLeast);
  }
}
