package dev.serval.operator.autoscaling.decision;

import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.load.WindowLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;

/**
 * What a burst is: a load, in the last part of the burst window, of at least twice what the ready
 * replicas can take, and more than chance makes of a load that they can take.
 *
 * <p>Requests that come independently of each other make a number of running ones whose standard
 * deviation is the root of its mean. Twice the load of one replica with a target of 2 is nothing
 * out of the ordinary; of twenty replicas it is.
 */
final class BurstRule {

  private static final double TIMES = 2;

  /** Above this many standard deviations chance is ruled out, for years of looking each second. */
  private static final double RULED_OUT = 5;

  /** Up to this many standard deviations a load may lie above what it will turn out to be. */
  private static final double LIKELY = 2;

  private BurstRule() {}

  /** Whether there is one. */
  static boolean holds(ScalingPolicy policy, MeasuredLoad load, int running) {
    WindowLoad latest = load.latest();
    return latest.isFull() && latest.mean().orElse(0) >= threshold(policy, running);
  }

  /** The load from which on it is one. */
  static double threshold(ScalingPolicy policy, int running) {
    double taken = Math.max(1, running) * policy.targetOngoingRequests();
    return Math.max(TIMES * taken, taken + RULED_OUT * Math.sqrt(taken));
  }

  /**
   * The load to be ready for: that of the whole burst window; and at its beginning, when half of
   * the window lies before it, what the latest load will be at least.
   */
  static double load(MeasuredLoad load) {
    double latest = load.latest().mean().orElse(0);
    double atLeast = latest - LIKELY * Math.sqrt(latest);
    return Math.max(load.burst().mean().orElse(0), atLeast);
  }
}
