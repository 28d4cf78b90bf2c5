package dev.serval.operator.autoscaling.decision;

import dev.serval.operator.autoscaling.decision.Breach.Direction;
import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.load.WindowLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Decides how many replicas a deployment is to have. A function of its arguments: what it must
 * remember is in the state that it returns.
 *
 * <p>A policy may differ from that of the decision before. Bounds take effect at once; the rest
 * only through what the load asks for, and a delay that is under way counts on with its new length.
 */
public final class Autoscaler {

  private final ScalingPolicy policy;
  private final ScalingState before;
  private final Observation seen;

  /** What was decided before, as far as the bounds still allow it. */
  private final int target;

  /** Replicas that can take requests and are to stay. */
  private final int running;

  private Autoscaler(ScalingPolicy policy, ScalingState before, Observation seen) {
    this.policy = policy;
    this.before = before;
    this.seen = seen;
    this.target = policy.bounded(before.target());
    this.running = Math.min(seen.readyReplicas(), target);
  }

  /**
   * Decides.
   *
   * @param policy what the user asked for
   * @param state what the last decision left; {@link ScalingState#initial} or {@link
   *     ScalingState#of} for the first
   * @param seen what is seen now, its time not before that of the last decision
   */
  public static Step decide(ScalingPolicy policy, ScalingState state, Observation seen) {
    return new Autoscaler(policy, state, seen).decide();
  }

  private Step decide() {
    MeasuredLoad load = seen.load();
    if (load.now().isEmpty()) {
      return hold(ScalingReason.NO_DATA, OptionalInt.empty(), Breach.NONE, lastBurst());
    }
    if (running == 0 && load() > 0) {
      return coldStart();
    }
    if (BurstRule.holds(policy, load, running)) {
      return burst();
    }
    int wanted = ScalingFormula.wanted(policy, load(), running, target);
    Breach breach = before.breach().towards(direction(wanted), seen.nanos());
    return switch (breach.direction()) {
      case NONE ->
          hold(
              target == 0 ? ScalingReason.AT_ZERO : ScalingReason.STEADY,
              OptionalInt.of(wanted),
              Breach.NONE,
              lastBurst());
      case UP -> up(wanted, breach);
      case DOWN -> down(wanted, breach);
    };
  }

  /**
   * The mean over the look-back period. Where there was none, or no replica, a request counts from
   * the moment it comes: it must not find its last replica gone, nor wait for the mean to grow.
   */
  private double load() {
    double latest = seen.load().now().orElse(0);
    double mean = seen.load().lookBack().mean().orElse(latest);
    return running == 0 || mean == 0 ? Math.max(mean, latest) : mean;
  }

  private Direction direction(int wanted) {
    if (wanted == target) {
      return Direction.NONE;
    }
    return wanted > target ? Direction.UP : Direction.DOWN;
  }

  private Step coldStart() {
    int wanted = ScalingFormula.wanted(policy, load(), running, target);
    OptionalLong burst = lastBurst();
    if (BurstRule.holds(policy, seen.load(), running)) {
      wanted = Math.max(wanted, ScalingFormula.plain(policy, BurstRule.load(seen.load())));
      burst = OptionalLong.of(seen.nanos());
    }
    int decided = policy.bounded(wanted);
    ScalingReason reason = decided > target ? ScalingReason.COLD_START : ScalingReason.STARTING;
    return step(decided, reason, OptionalInt.of(wanted), Breach.NONE, burst);
  }

  private Step burst() {
    double load = BurstRule.load(seen.load());
    int wanted = Math.max(target, ScalingFormula.wanted(policy, load, running, target));
    OptionalLong now = OptionalLong.of(seen.nanos());
    boolean more = policy.bounded(wanted) > target;
    ScalingReason reason = wanted > target && !more ? ScalingReason.AT_MAX : ScalingReason.BURST;
    return step(policy.bounded(wanted), reason, OptionalInt.of(wanted), Breach.NONE, now);
  }

  private Step up(int wanted, Breach breach) {
    OptionalInt asked = OptionalInt.of(wanted);
    if (target == policy.maxReplicas()) {
      return hold(ScalingReason.AT_MAX, asked, breach, lastBurst());
    }
    Duration remaining = breach.remaining(policy.upscaleDelay(), seen.nanos());
    if (remaining.isPositive()) {
      return waiting(ScalingReason.WAITING_UPSCALE_DELAY, asked, breach, remaining);
    }
    int decided = policy.bounded(Math.min(wanted, wantedOfLate()));
    if (decided <= target) {
      return hold(ScalingReason.LOAD_FALLS, asked, breach, lastBurst());
    }
    return step(decided, ScalingReason.UPSCALED, asked, Breach.NONE, lastBurst());
  }

  /**
   * What the load of the burst window asks for. A queue that has grown while replicas started is in
   * the mean of the look-back period long after they have worked it off. Of regular reports, like
   * that mean: beside one that sees short calls too small it would never let the number grow.
   */
  private int wantedOfLate() {
    double load = seen.load().ofLate().mean().orElse(load());
    return ScalingFormula.wanted(policy, load, running, target);
  }

  private Step down(int wanted, Breach begun) {
    OptionalInt asked = OptionalInt.of(wanted);
    if (seen.load().isAtLeast()) {
      // What isn't known of the load may be what the replicas are there for.
      return hold(ScalingReason.NO_DATA, asked, Breach.NONE, lastBurst());
    }
    if (lastBurst().isPresent()) {
      return hold(ScalingReason.AFTER_BURST, asked, Breach.NONE, lastBurst());
    }
    boolean last = target == 1;
    Duration delay = last ? policy.downscaleToZeroDelay() : policy.downscaleDelay();
    Breach breach = begun.at(seen.nanos(), delay);
    Breach after = breach.with(load());
    if (target == policy.minReplicas()) {
      return hold(ScalingReason.AT_MIN, asked, after, lastBurst());
    }
    Duration remaining = breach.remaining(delay, seen.nanos());
    if (remaining.isPositive()) {
      ScalingReason reason =
          last
              ? ScalingReason.WAITING_DOWNSCALE_TO_ZERO_DELAY
              : ScalingReason.WAITING_DOWNSCALE_DELAY;
      return waiting(reason, asked, after, remaining);
    }
    WindowLoad lookBack = seen.load().lookBack();
    if (!lookBack.isFull()) {
      Duration unknown = lookBack.window().minus(lookBack.known());
      return waiting(ScalingReason.WINDOW_NOT_FULL, asked, after, unknown);
    }
    int decided = policy.bounded(last ? wanted : Math.max(1, cautious(wanted, breach)));
    if (decided == target) {
      return hold(ScalingReason.LOAD_VARIES, asked, after, lastBurst());
    }
    return step(decided, ScalingReason.DOWNSCALED, asked, Breach.NONE, lastBurst());
  }

  /** As few as are wanted, but not fewer than the load would soon ask for again. */
  private int cautious(int wanted, Breach breach) {
    double load = breach.range().mayReach(load());
    int soon = ScalingFormula.wanted(policy, load, running, target);
    return Math.min(target, Math.max(wanted, soon));
  }

  /** When a burst was last seen, unless that is more than a look-back period ago. */
  private OptionalLong lastBurst() {
    OptionalLong last = before.lastBurstNanos();
    boolean over =
        last.isEmpty() || seen.nanos() - last.getAsLong() > policy.lookBack().length().toNanos();
    return over ? OptionalLong.empty() : last;
  }

  private Step hold(
      ScalingReason reason, OptionalInt wanted, Breach breach, OptionalLong lastBurst) {
    return step(target, reason, wanted, breach, lastBurst);
  }

  private Step waiting(
      ScalingReason reason, OptionalInt wanted, Breach breach, Duration remaining) {
    return new Step(
        decision(target, reason, wanted, remaining), new ScalingState(target, breach, lastBurst()));
  }

  private Step step(
      int decided,
      ScalingReason reason,
      OptionalInt wanted,
      Breach breach,
      OptionalLong lastBurst) {
    return new Step(
        decision(decided, reason, wanted, Duration.ZERO),
        new ScalingState(decided, breach, lastBurst));
  }

  private Decision decision(
      int decided, ScalingReason reason, OptionalInt wanted, Duration remaining) {
    boolean boundsAlone = decided == target && target != before.target();
    return new Decision(
        decided,
        before.target(),
        wanted,
        boundsAlone ? ScalingReason.BOUNDS : reason,
        remaining,
        policy,
        seen);
  }
}
