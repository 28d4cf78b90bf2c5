package dev.serval.operator.plan.resolve;

import dev.serval.crds.v1alpha1.StageDeployment;
import dev.serval.crds.v1alpha1.scaling.ScalingMode;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import dev.serval.operator.plan.MetricsApi;
import java.time.Duration;
import java.util.Optional;

/**
 * A deployment of an application, with what it takes from the application and what it leaves to
 * defaults.
 *
 * @param application the application's name
 * @param spec as the user wrote it
 * @param objectName of its Kubernetes objects
 * @param image that its pods run
 * @param health how its replicas are found to be ill
 * @param shutdownTimeout how long requests under way may take once a replica is to stop
 * @param count how many replicas it is to have
 * @param metricsApi by which API its load can be read
 * @param ingress whether it answers HTTP from outside
 */
public record ResolvedDeployment(
    String application,
    StageDeployment spec,
    String objectName,
    String image,
    HealthTiming health,
    Duration shutdownTimeout,
    ReplicaCount count,
    MetricsApi metricsApi,
    boolean ingress) {

  /** Its name in the spec. */
  public String name() {
    return spec.name();
  }

  /** The stage that it hosts. */
  public String stage() {
    return spec.stage() == null ? spec.name() : spec.stage();
  }

  /** Replicas that it is to have. */
  public int replicas() {
    return count.number();
  }

  /** Replicas that its Deployment says; empty if somebody else says them there. */
  public Optional<Integer> appliedReplicas() {
    return count.applied() ? Optional.of(count.number()) : Optional.empty();
  }

  /** By which rule it follows its load; empty if it doesn't. */
  public Optional<ScalingPolicy> policy() {
    return Optional.ofNullable(spec.autoscaling())
        .map(scaling -> PolicyOfSpec.of(scaling, ingress));
  }

  /** Whether a HorizontalPodAutoscaler is to scale it, if that can read its metric. */
  public boolean scaledByHpa() {
    return spec.autoscaling() != null && PolicyOfSpec.mode(spec.autoscaling()) == ScalingMode.HPA;
  }

  /** Whether its pods run as an account that the operator makes, not as one of the user's. */
  public boolean ownsServiceAccount() {
    return spec.serviceAccountName() == null;
  }

  /** The ServiceAccount that its pods run as. */
  public String serviceAccount() {
    return ownsServiceAccount() ? objectName : spec.serviceAccountName();
  }

  /** Its path in the resource, for findings. */
  public String path() {
    return "spec.deployments[" + name() + ']';
  }
}
