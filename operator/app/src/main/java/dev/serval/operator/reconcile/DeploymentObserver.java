package dev.serval.operator.reconcile;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.plan.ApplicationPlan;
import dev.serval.operator.plan.PlannedDeployment;
import dev.serval.operator.status.ObservedDeployment;
import dev.serval.operator.status.StatusOfDeployment;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at the deployments of an application after its plan was applied. */
final class DeploymentObserver {

  private final OwnedObjects owned;
  private final ScalingObserver scaling;
  private final PodComplaints complaints;

  DeploymentObserver(OwnedObjects owned, ScalingObserver scaling, PodComplaints complaints) {
    this.owned = owned;
    this.scaling = scaling;
    this.complaints = complaints;
  }

  /** What is seen of each deployment; of those that run, if the plan can't be served. */
  List<ObservedDeployment> observe(
      ServeApplication application, ApplicationPlan plan, AppliedObjects applied, Instant now) {
    Map<String, List<Pod>> pods =
        owned.podsOf(application).stream()
            .collect(
                Collectors.groupingBy(
                    pod -> pod.getMetadata().getLabels().getOrDefault(Labels.DEPLOYMENT, "")));
    List<PlannedDeployment> planned = plan.servable() ? plan.deployments() : running(application);
    return planned.stream()
        .map(
            deployment -> {
              Optional<Deployment> seen =
                  applied
                      .deployment(deployment.objectName())
                      .or(() -> running(application, deployment.objectName()));
              List<Pod> own = pods.getOrDefault(deployment.name(), List.of());
              PlannedDeployment asked = scaling.asked(deployment, seen);
              ObservedDeployment observed =
                  StatusOfDeployment.of(
                      asked,
                      seen,
                      own,
                      complaints.of(own, now),
                      scaling.status(asked, seen, now),
                      now);
              return applied
                  .obstacleOf(deployment.objectName())
                  .map(observed::because)
                  .orElse(observed);
            })
        .toList();
  }

  private List<PlannedDeployment> running(ServeApplication application) {
    return owned.deploymentsOf(application).stream()
        .map(
            deployment ->
                new PlannedDeployment(
                    deployment.getMetadata().getLabels().get(Labels.DEPLOYMENT),
                    deployment.getMetadata().getName(),
                    deployment
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels()
                        .get(Labels.REVISION),
                    deployment.getSpec().getReplicas()))
        .toList();
  }

  private Optional<Deployment> running(ServeApplication application, String objectName) {
    return owned.deploymentsOf(application).stream()
        .filter(deployment -> deployment.getMetadata().getName().equals(objectName))
        .findFirst();
  }
}
