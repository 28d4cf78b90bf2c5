package dev.serval.operator.plan.resolve;

import dev.serval.crds.v1alpha1.StageDeployment;
import java.time.Duration;

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
 * @param replicas that it is to have
 * @param ingress whether it answers HTTP from outside
 */
public record ResolvedDeployment(
    String application,
    StageDeployment spec,
    String objectName,
    String image,
    HealthTiming health,
    Duration shutdownTimeout,
    int replicas,
    boolean ingress) {

  /** Its name in the spec. */
  public String name() {
    return spec.name();
  }

  /** The stage that it hosts. */
  public String stage() {
    return spec.stage() == null ? spec.name() : spec.stage();
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
