package dev.serval.operator.scaling;

import dev.serval.crds.v1alpha1.scaling.Autoscaling;
import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.crds.v1alpha1.status.ScaleDecision;
import dev.serval.operator.autoscaling.decision.Autoscaler;
import dev.serval.operator.autoscaling.decision.Breach;
import dev.serval.operator.autoscaling.decision.Decision;
import dev.serval.operator.autoscaling.decision.Observation;
import dev.serval.operator.autoscaling.decision.ScalingReason;
import dev.serval.operator.autoscaling.decision.ScalingState;
import dev.serval.operator.autoscaling.decision.Step;
import dev.serval.operator.autoscaling.hpa.ServedMetric;
import dev.serval.operator.autoscaling.load.LoadReading;
import dev.serval.operator.autoscaling.load.LoadWindow;
import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import dev.serval.operator.metricsapi.ServedValue;
import dev.serval.operator.plan.resolve.PolicyOfSpec;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Scales one deployment: keeps what is known of its load and what was decided, and writes the
 * number of replicas where that is the operator's to do. For one thread at a time.
 */
final class DeploymentScaler {

  private static final Logger LOG = Logger.getLogger(DeploymentScaler.class);

  /** Reports come every second; what is older than a few of them says nothing. */
  private static final Duration BELIEVED = Duration.ofSeconds(5);

  private final DeploymentKey key;
  private final PendingScale pending;
  private final ScalingMetrics.OfDeployment metrics;
  private final Deque<ScaleDecision> decisions = new ArrayDeque<>();
  private final KnownFor known = new KnownFor();
  private final IdleAutoscaler autoscaler = new IdleAutoscaler();

  private Autoscaling spec;
  private boolean ingress;
  private ScalingPolicy policy;
  private LoadWindow window;
  private ScalingState state;
  private int asked;

  /** Whether the load of a look-back period was once known. */
  private boolean knowsAWindow;

  private ScaledBy by;
  private Optional<Decision> latest = Optional.empty();
  private Optional<ServedMetric> served = Optional.empty();
  private boolean urgent;

  // read by whoever reads the metrics
  private volatile int desired;
  private volatile double load = Double.NaN;

  DeploymentScaler(DeploymentKey key, ScaleWriter writer, ScalingMetrics metrics) {
    this.key = key;
    this.pending = new PendingScale(writer, metrics);
    this.metrics = metrics.show(key, () -> desired, () -> load);
  }

  /** Looks, by what it {@link #follow follows}: takes what is reported, decides, writes. */
  void look(ScaledDeployment seen, ReportedLoad reported, LookKind kind, Moment at) {
    adopt(seen);
    known.look(reported, at);
    load = known.total(at);
    take(reported, kind, at);
    pending.settle();
    if (by instanceof ScaledBy.User) {
      state = ScalingState.of(seen.asked());
      latest = Optional.empty();
      served = Optional.empty();
      autoscaler.look(seen.asked(), seen.asked(), at.nanos());
      pending.withdraw();
    } else {
      decide(seen, at);
      autoscaler.look(seen.asked(), state.target(), at.nanos());
      write(seen, at);
    }
    desired = state.target();
  }

  /**
   * The spec may be another than at the last look; to be called before each.
   *
   * @throws IllegalArgumentException if it can't be, as one of a newer schema
   */
  void follow(ScaledDeployment seen) {
    by = seen.by();
    if (seen.spec().equals(spec) && seen.ingress() == ingress) {
      return;
    }
    ScalingPolicy other = PolicyOfSpec.of(seen.spec(), seen.ingress());
    if (window == null) {
      window = new LoadWindow(other.lookBack(), BELIEVED);
    } else if (!window.lookBack().equals(other.lookBack())) {
      window = window.over(other.lookBack());
    }
    spec = seen.spec();
    ingress = seen.ingress();
    policy = other;
  }

  /**
   * What the Deployment asks for is where decisions begin, and begin anew if others have set it.
   * The last write of the operator that led before, or of an autoscaler that it had told a value,
   * may come after the first look; while too little is known of the load for fewer replicas, more
   * of them are where decisions begin, too.
   */
  private void adopt(ScaledDeployment seen) {
    boolean setByOthers =
        state != null
            && seen.asked() != asked
            && seen.asked() != state.target()
            && seen.foreign().isPresent();
    if (setByOthers && !(by instanceof ScaledBy.User)) {
      LOG.infof(
          "%s: %s has set %d replicas instead of %d; the load decides from there",
          key, seen.foreign().orElseThrow(), seen.asked(), state.target());
    }
    if (state == null || setByOthers) {
      state = ScalingState.of(seen.asked());
      urgent = false;
    } else if (!knowsAWindow && seen.asked() != asked && seen.asked() > state.target()) {
      LOG.infof(
          "%s: %d replicas were decided before this operator led, not %d",
          key, seen.asked(), state.target());
      state = new ScalingState(seen.asked(), Breach.NONE, state.lastBurstNanos());
    }
    asked = seen.asked();
  }

  private void take(ReportedLoad reported, LookKind kind, Moment at) {
    switch (reported) {
      case ReportedLoad.Known all ->
          window.report(at.nanos(), reading(all.total(), all.regular(), kind, false));
      case ReportedLoad.AtLeast part ->
          window.report(at.nanos(), reading(part.total(), part.regular(), kind, true));
      case ReportedLoad.Unknown ignored -> {
        // which is not the same as no load
      }
    }
  }

  private static LoadReading reading(long total, long regular, LookKind kind, boolean isAtLeast) {
    return new LoadReading(
        Math.min(total, LoadWindow.HIGHEST_LOAD),
        kind == LookKind.EACH_SECOND
            ? OptionalLong.of(Math.min(regular, LoadWindow.HIGHEST_LOAD))
            : OptionalLong.empty(),
        isAtLeast);
  }

  private void decide(ScaledDeployment seen, Moment at) {
    MeasuredLoad measured = window.measure(at.nanos());
    knowsAWindow |= measured.lookBack().isFull() && !measured.isAtLeast();
    Step step =
        Autoscaler.decide(policy, state, new Observation(at.nanos(), seen.ready(), measured));
    Decision decision = step.decision();
    state = step.state();
    latest = Optional.of(decision);
    served = Optional.of(ServedMetric.of(decision, seen.present(), ServedMetric.DEFAULT_TOLERANCE));
    if (decision.changes()) {
      urgent =
          decision.reason() == ScalingReason.BURST || decision.reason() == ScalingReason.COLD_START;
      keep(decision, at);
    }
  }

  private void keep(Decision decision, Moment at) {
    metrics.changed(decision.reason());
    LOG.infof(
        "%s: from %d to %d replicas: %s",
        key, decision.previous(), decision.target(), decision.explanation());
    decisions.addFirst(
        new ScaleDecision(
            at.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
            decision.previous(),
            decision.target(),
            decision.reason().toString(),
            decision.explanation()));
    while (decisions.size() > DeploymentStatus.MOST_DECISIONS) {
      decisions.removeLast();
    }
  }

  private void write(ScaledDeployment seen, Moment at) {
    if (state.target() == seen.asked()) {
      urgent = false;
      pending.done();
    } else if (isOperators(seen, at)) {
      if (by instanceof ScaledBy.Hpa && autoscaler.isNews(at.nanos())) {
        LOG.warnf(
            "%s: its HorizontalPodAutoscaler has left it at %d replicas for %d s, so the operator"
                + " sets %d",
            key, seen.asked(), IdleAutoscaler.PATIENCE.toSeconds(), state.target());
      }
      pending.write(
          key.application().namespace(),
          seen.objectName(),
          state.target(),
          seen.asked(),
          at.nanos());
    } else {
      pending.withdraw();
    }
  }

  /** Whether the operator writes what was decided, rather than an autoscaler reading it. */
  private boolean isOperators(ScaledDeployment seen, Moment at) {
    return switch (by) {
      case ScaledBy.Operator ignored -> true;
      case ScaledBy.OperatorForHpa ignored -> true;
      case ScaledBy.Hpa ignored ->
          urgent
              || state.target() == 0
              || seen.asked() == 0
              || served.filter(ServedMetric::reaches).isEmpty()
              || autoscaler.isIdle(at.nanos());
      case ScaledBy.User ignored -> false;
    };
  }

  /** Whether it has, or shall have, or may be about to have, no replica. */
  boolean isAtZero(Moment at) {
    return asked == 0 || state.target() == 0 || pending.mayBecome(0, at.nanos());
  }

  /** What its HorizontalPodAutoscaler is to read; empty if it has none. */
  Optional<ServedValue> served(Moment at) {
    return by instanceof ScaledBy.Hpa
        ? served.map(
            metric ->
                new ServedValue(key.application().name(), key.name(), metric.milli(), at.instant()))
        : Optional.empty();
  }

  /** What there is to say of it; empty as long as it isn't known whether the load is known. */
  Optional<ScalingReport> report(Moment at) {
    return known
        .state(at)
        .map(
            load ->
                new ScalingReport(
                    load.ongoing(),
                    load.queued(),
                    state.target(),
                    ScalingCause.of(by, policy, state.target(), latest, load, pending.failure()),
                    List.copyOf(decisions)));
  }

  /** It is gone. */
  void close() {
    pending.withdraw();
    metrics.hide();
  }
}
