package dev.serval.operator.autoscaling.decision;

import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.util.ArrayList;
import java.util.List;

/** Decisions one after another, each second, with what each leaves for the next. */
final class Trace {

  static final long SECOND = 1_000_000_000L;

  private ScalingPolicy policy;
  private ScalingState state;
  private final List<Decision> decisions = new ArrayList<>();

  Trace(ScalingPolicy policy, int target) {
    this.policy = policy;
    this.state = ScalingState.of(target);
  }

  /** From now on. */
  void policy(ScalingPolicy changed) {
    this.policy = changed;
  }

  /** With all replicas ready and a load that has been so for longer than the look-back period. */
  Decision at(double second, double load) {
    return at(second, state.target(), MeasuredLoad.constant(load, policy.lookBack()));
  }

  Decision at(double second, int ready, MeasuredLoad load) {
    Step step =
        Autoscaler.decide(policy, state, new Observation((long) (second * SECOND), ready, load));
    state = step.state();
    decisions.add(step.decision());
    return step.decision();
  }

  /** Each second of a span, its end excluded; the last decision. */
  Decision during(int from, int to, double load) {
    Decision last = null;
    for (int second = from; second < to; second++) {
      last = at(second, load);
    }
    return last;
  }

  ScalingState state() {
    return state;
  }

  List<Integer> targets() {
    return decisions.stream().map(Decision::target).distinct().toList();
  }
}
