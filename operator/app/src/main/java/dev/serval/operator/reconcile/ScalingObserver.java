package dev.serval.operator.reconcile;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationSpec;
import dev.serval.crds.v1alpha1.StageDeployment;
import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.operator.plan.PlannedDeployment;
import dev.serval.operator.plan.resolve.ObjectName;
import dev.serval.operator.scaling.ReplicasField;
import dev.serval.operator.scaling.ScalingReport;
import dev.serval.operator.status.Cause;
import dev.serval.operator.status.CauseOfAutoscaler;
import dev.serval.operator.status.ObservedScaling;
import dev.serval.operator.status.Reason;
import dev.serval.operator.status.ScalingStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at how the deployments of an application scale. */
final class ScalingObserver {

  /** What an autoscaler's failure tells nothing new about. */
  private static final Set<Reason> BEFORE_AUTOSCALER =
      Set.of(Reason.SCALE_FAILED, Reason.NO_DATA, Reason.METRICS_API_UNAVAILABLE);

  private static final Cause NEVER_GOOD =
      new Cause(
          Reason.SPEC_INVALID,
          "the number of replicas stays: the spec can't be served, and this operator has not seen"
              + " the one before");

  private final ServeApplication application;
  private final Optional<ServeApplicationSpec> good;
  private final Map<String, ScalingReport> reports;
  private final OwnedObjects owned;

  /**
   * @param good the spec by which the application scales; empty if there is none
   * @param reports of autoscaled deployments, by name
   */
  ScalingObserver(
      ServeApplication application,
      Optional<ServeApplicationSpec> good,
      Map<String, ScalingReport> reports,
      OwnedObjects owned) {
    this.application = application;
    this.good = good;
    this.reports = reports;
    this.owned = owned;
  }

  /** The deployments that ask for autoscaling. */
  List<ObservedScaling> observed() {
    return autoscaled()
        .map(deployment -> new ObservedScaling(deployment.name(), cause(deployment)))
        .toList();
  }

  private Stream<StageDeployment> autoscaled() {
    return good.orElse(application.getSpec()).deployments().stream()
        .filter(deployment -> deployment.autoscaling() != null);
  }

  private Optional<Cause> cause(StageDeployment deployment) {
    if (good.isEmpty()) {
      return Optional.of(NEVER_GOOD);
    }
    Optional<Cause> reported =
        Optional.ofNullable(reports.get(deployment.name())).map(ScalingReport::state);
    if (reported.filter(cause -> BEFORE_AUTOSCALER.contains(cause.reason())).isPresent()) {
      return reported;
    }
    String name = ObjectName.ofDeployment(application.getMetadata().getName(), deployment.name());
    return owned.autoscalerOf(application, name).flatMap(CauseOfAutoscaler::of).or(() -> reported);
  }

  /** Replicas that a deployment is to have by what is applied for it, or by whoever scales it. */
  PlannedDeployment asked(PlannedDeployment planned, Optional<Deployment> seen) {
    return isAutoscaled(planned.name()) && seen.isPresent()
        ? new PlannedDeployment(
            planned.name(),
            planned.objectName(),
            planned.revision(),
            seen.get().getSpec().getReplicas())
        : planned;
  }

  /** What there is to say of the number of replicas of a deployment. */
  ScalingStatus status(PlannedDeployment asked, Optional<Deployment> seen, Instant now) {
    Optional<DeploymentStatus> before =
        Optional.ofNullable(application.getStatus()).stream()
            .flatMap(status -> status.deployments().stream())
            .filter(status -> status.name().equals(asked.name()))
            .findFirst();
    if (!isAutoscaled(asked.name())) {
      return ScalingStatus.fixed(asked.replicas(), before, now);
    }
    Optional<ScalingReport> report = Optional.ofNullable(reports.get(asked.name()));
    return ScalingStatus.autoscaled(
        report.map(ScalingReport::desired).orElse(asked.replicas()),
        report.map(ScalingReport::ongoing).orElse(null),
        report.map(ScalingReport::queued).orElse(null),
        report.map(ScalingReport::decisions).orElseGet(List::of),
        before,
        seen.flatMap(ReplicasField::foreignManager),
        now);
  }

  private boolean isAutoscaled(String name) {
    return autoscaled().anyMatch(deployment -> deployment.name().equals(name));
  }
}
