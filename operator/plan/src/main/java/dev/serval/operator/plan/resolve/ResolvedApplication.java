package dev.serval.operator.plan.resolve;

import dev.serval.crds.v1alpha1.Ingress;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationSpec;
import dev.serval.crds.v1alpha1.StageDeployment;
import dev.serval.crds.v1alpha1.call.GracefulShutdown;
import dev.serval.crds.v1alpha1.pod.ImagePullPolicy;
import dev.serval.crds.v1alpha1.pod.PullSecret;
import dev.serval.operator.plan.HubAccess;
import dev.serval.operator.plan.MetricsApi;
import dev.serval.operator.plan.Observed;
import dev.serval.operator.plan.PlanSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An application with its deployments resolved.
 *
 * @param name of the resource
 * @param namespace of the resource and all its objects
 * @param uid of the resource
 * @param clusterDomain the domain of the cluster's DNS
 * @param hub how pods reach the hub; empty if there is none
 * @param pullPolicy when nodes fetch images; empty leaves it to Kubernetes
 * @param pullSecrets with the credentials of registries
 * @param ingressSettings of the spec; empty if nobody answers HTTP from outside
 * @param deployments in the order of the spec
 * @param leaving the settings of deployments that are no more among them and still run
 */
public record ResolvedApplication(
    String name,
    String namespace,
    String uid,
    String clusterDomain,
    Optional<HubAccess> hub,
    Optional<ImagePullPolicy> pullPolicy,
    List<PullSecret> pullSecrets,
    Optional<Ingress> ingressSettings,
    List<ResolvedDeployment> deployments,
    Map<String, String> leaving) {

  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

  /** Resolves {@code application}. */
  public static ResolvedApplication of(
      ServeApplication application, Observed observed, PlanSettings settings) {
    ServeApplicationSpec spec = application.getSpec();
    String name = application.getMetadata().getName();
    return new ResolvedApplication(
        name,
        application.getMetadata().getNamespace(),
        application.getMetadata().getUid(),
        settings.clusterDomain(),
        settings.hub(),
        Optional.ofNullable(spec.imagePullPolicy()),
        spec.imagePullSecrets(),
        Optional.ofNullable(spec.ingress()),
        spec.deployments().stream()
            .map(deployment -> resolve(application, deployment, observed, settings))
            .toList(),
        observed.leaving());
  }

  /** The deployment that answers HTTP from outside, if one does. */
  public Optional<ResolvedDeployment> ingress() {
    return deployments.stream().filter(ResolvedDeployment::ingress).findFirst();
  }

  /** Where the application's routes are, {@code /} unless the spec says otherwise. */
  public String routePrefix() {
    return ingressSettings.map(Ingress::routePrefix).orElse("/");
  }

  private static ResolvedDeployment resolve(
      ServeApplication application, StageDeployment own, Observed observed, PlanSettings settings) {
    ServeApplicationSpec spec = application.getSpec();
    String name = application.getMetadata().getName();
    String objectName = ObjectName.ofDeployment(name, own.name());
    boolean ingress = spec.ingress() != null && own.name().equals(spec.ingress().deployment());
    return new ResolvedDeployment(
        name,
        own,
        objectName,
        own.image() == null ? spec.image() : own.image(),
        HealthTiming.of(own.healthCheck()),
        shutdownTimeout(own.gracefulShutdown()),
        ReplicaCount.of(
            own, observed.replicas().get(objectName), ingress, settings.hub().isPresent()),
        metricsApi(objectName, observed, settings),
        ingress);
  }

  /** As long as it isn't known, an autoscaler that there is reads its metric as it does. */
  private static MetricsApi metricsApi(
      String objectName, Observed observed, PlanSettings settings) {
    return settings.metricsApi() instanceof MetricsApi.Pending pending
        ? observed.autoscalers().getOrDefault(objectName, pending)
        : settings.metricsApi();
  }

  private static Duration shutdownTimeout(GracefulShutdown shutdown) {
    return shutdown == null || shutdown.timeout() == null
        ? SHUTDOWN_TIMEOUT
        : shutdown.timeout().toDuration();
  }
}
