package dev.serval.operator.reconcile;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationSpec;
import dev.serval.crds.v1alpha1.StageDeployment;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.plan.MetricsApi;
import dev.serval.operator.plan.PlanSettings;
import dev.serval.operator.plan.resolve.PolicyOfSpec;
import dev.serval.operator.scaling.ReplicasField;
import dev.serval.operator.scaling.ScaledApplication;
import dev.serval.operator.scaling.ScaledApplications;
import dev.serval.operator.scaling.ScaledBy;
import dev.serval.operator.scaling.ScaledDeployment;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The autoscaled deployments as the caches of the reconciler have them, by the last spec of each
 * application that could be served.
 */
final class ScalingTargets implements ScaledApplications {

  private record Caches(Cache<ServeApplication> applications, OwnedObjects owned) {}

  private final Supplier<PlanSettings> settings;
  private final GoodSpecs good;
  private volatile Caches caches;

  ScalingTargets(Supplier<PlanSettings> settings, GoodSpecs good) {
    this.settings = settings;
    this.good = good;
  }

  void prepare(Cache<ServeApplication> applications, OwnedObjects owned) {
    caches = new Caches(applications, owned);
  }

  @Override
  public List<ScaledApplication> all() {
    Caches now = caches;
    if (now == null) {
      return List.of();
    }
    good.retain(id -> now.applications().get(id).isPresent());
    MetricsApi api = settings.get().metricsApi();
    return now.applications()
        .list()
        .map(application -> scaled(application, now.owned(), api))
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Optional<ScaledApplication> find(ApplicationId application) {
    Caches now = caches;
    return now == null
        ? Optional.empty()
        : now.applications()
            .get(new ResourceID(application.name(), application.namespace()))
            .flatMap(found -> scaled(found, now.owned(), settings.get().metricsApi()));
  }

  private Optional<ScaledApplication> scaled(
      ServeApplication application, OwnedObjects owned, MetricsApi api) {
    return good.of(application).flatMap(spec -> scaled(application, spec, owned, api));
  }

  private static Optional<ScaledApplication> scaled(
      ServeApplication application, ServeApplicationSpec spec, OwnedObjects owned, MetricsApi api) {
    List<StageDeployment> asking =
        spec.deployments().stream().filter(deployment -> deployment.autoscaling() != null).toList();
    if (asking.isEmpty() || application.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    Map<String, Deployment> existing =
        owned.deploymentsOf(application).stream()
            .collect(
                Collectors.toMap(
                    deployment -> deployment.getMetadata().getLabels().get(Labels.DEPLOYMENT),
                    Function.identity(),
                    (one, other) -> one));
    String ingress = spec.ingress() == null ? null : spec.ingress().deployment();
    return Optional.of(
        new ScaledApplication(
            new ApplicationId(
                application.getMetadata().getNamespace(), application.getMetadata().getName()),
            existing.values().stream().mapToInt(ScalingTargets::ready).sum(),
            asking.stream()
                .flatMap(
                    each ->
                        Stream.ofNullable(existing.get(each.name()))
                            .map(
                                found ->
                                    scaled(
                                        each,
                                        found,
                                        each.name().equals(ingress),
                                        by(each, found, application, owned, api))))
                .toList()));
  }

  private static ScaledDeployment scaled(
      StageDeployment spec, Deployment deployment, boolean ingress, ScaledBy by) {
    return new ScaledDeployment(
        spec.name(),
        deployment.getMetadata().getName(),
        spec.autoscaling(),
        ingress,
        by,
        or0(deployment.getSpec().getReplicas()),
        present(deployment),
        ready(deployment),
        ReplicasField.foreignManager(deployment));
  }

  private static ScaledBy by(
      StageDeployment spec,
      Deployment deployment,
      ServeApplication application,
      OwnedObjects owned,
      MetricsApi api) {
    return switch (PolicyOfSpec.mode(spec.autoscaling())) {
      case NATIVE -> new ScaledBy.Operator();
      case EXTERNAL -> new ScaledBy.User();
      case HPA ->
          switch (api) {
            case MetricsApi.External(Optional<String> outage) -> hpaUnless(outage);
            case MetricsApi.Custom(Optional<String> outage) -> hpaUnless(outage);
            case MetricsApi.Taken(String reason) -> ScaledBy.OperatorForHpa.taken(reason);
            case MetricsApi.None(String reason) -> ScaledBy.OperatorForHpa.unavailable(reason);
            case MetricsApi.Pending(String reason) ->
                owned.autoscalerOf(application, deployment.getMetadata().getName()).isPresent()
                    ? new ScaledBy.Hpa()
                    : ScaledBy.OperatorForHpa.unavailable(reason);
          };
    };
  }

  private static ScaledBy hpaUnless(Optional<String> outage) {
    return outage.<ScaledBy>map(ScaledBy.OperatorForHpa::unavailable).orElseGet(ScaledBy.Hpa::new);
  }

  private static int present(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    return status == null ? 0 : or0(status.getReplicas());
  }

  private static int ready(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    return status == null ? 0 : or0(status.getReadyReplicas());
  }

  private static int or0(Integer count) {
    return count == null ? 0 : count;
  }
}
