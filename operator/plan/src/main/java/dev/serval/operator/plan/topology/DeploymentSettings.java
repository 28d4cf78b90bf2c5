package dev.serval.operator.plan.topology;

import dev.serval.crds.v1alpha1.StageDeployment;
import dev.serval.crds.v1alpha1.call.Routing;
import dev.serval.crds.v1alpha1.call.RoutingPolicy;
import dev.serval.crds.v1alpha1.pod.Resources;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * The settings of one deployment. Replicas and autoscaling are none: a pod doesn't act on them, and
 * they would only make the ConfigMap change with the load.
 */
final class DeploymentSettings {

  /** The resource's defaults, which hold whatever the image has been built with. */
  private static final int MAX_ONGOING_REQUESTS = 100;

  private static final int UNBOUNDED = -1;

  private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);

  private final ResolvedDeployment deployment;
  private final StageDeployment spec;
  private final Settings settings = new Settings();

  private DeploymentSettings(ResolvedDeployment deployment) {
    this.deployment = deployment;
    this.spec = deployment.spec();
  }

  /** What a replica reads once, when it starts. */
  static Settings readAtStart(ResolvedDeployment deployment) {
    DeploymentSettings made = new DeploymentSettings(deployment);
    made.stage();
    made.handles();
    made.health();
    made.shutdown();
    return made.settings;
  }

  /** All of them. */
  static Settings all(ResolvedDeployment deployment) {
    DeploymentSettings made = new DeploymentSettings(deployment);
    made.settings.addAll(readAtStart(deployment));
    made.limits();
    made.routing();
    made.batching();
    made.cpus();
    return made.settings.addAll(UserConfig.of(deployment).settings());
  }

  private void stage() {
    settings.set(key("stage"), deployment.stage());
  }

  private void handles() {
    spec.handles()
        .forEach(
            (handle, target) -> settings.set(key("handles." + SettingKey.quoted(handle)), target));
  }

  private void health() {
    settings.set(key("health-check.period"), deployment.health().period());
    settings.set(key("health-check.timeout"), deployment.health().timeout());
    settings.set(key("health-check.failure-threshold"), deployment.health().failureThreshold());
  }

  private void shutdown() {
    settings.set(key("graceful-shutdown.timeout"), deployment.shutdownTimeout());
  }

  private void limits() {
    settings.set(
        key("max-ongoing-requests"),
        Objects.requireNonNullElse(spec.maxOngoingRequests(), MAX_ONGOING_REQUESTS));
    settings.set(
        key("max-queued-requests"),
        Objects.requireNonNullElse(spec.maxQueuedRequests(), UNBOUNDED));
  }

  private void routing() {
    Routing routing = spec.routing();
    RoutingPolicy policy = routing == null ? null : routing.policy();
    settings.set(
        key("routing.policy"),
        text(Objects.requireNonNullElse(policy, RoutingPolicy.LEAST_LOADED)));
  }

  private void batching() {
    spec.batching()
        .forEach(
            (method, batching) -> {
              String at = "batching." + SettingKey.quoted(method);
              settings.set(key(at + ".max-size"), batching.maxSize());
              settings.set(key(at + ".max-wait"), batching.maxWait());
              settings.set(key(at + ".max-concurrent"), batching.maxConcurrent());
            });
  }

  /** How many threads compute: a JVM sees the limit of its container, not what it was promised. */
  private void cpus() {
    Resources resources = spec.resources();
    Quantity cpus = resources == null ? null : resources.requests().get("cpu");
    if (cpus != null) {
      settings.set(key("resources.requests.cpu"), millicores(cpus));
    }
  }

  private static String millicores(Quantity cpus) {
    BigDecimal millis =
        cpus.getNumericalAmount().multiply(MILLIS).setScale(0, RoundingMode.CEILING);
    return millis.toPlainString() + 'm';
  }

  private static String text(RoutingPolicy policy) {
    return switch (policy) {
      case LEAST_LOADED -> "LeastLoaded";
      case POWER_OF_TWO_CHOICES -> "PowerOfTwoChoices";
      case ROUND_ROBIN -> "RoundRobin";
      case CONSISTENT_HASH -> "ConsistentHash";
    };
  }

  private String key(String field) {
    return SettingKey.ofDeployment(deployment.name(), field);
  }
}
