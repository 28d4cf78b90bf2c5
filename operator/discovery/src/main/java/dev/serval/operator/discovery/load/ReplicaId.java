package dev.serval.operator.discovery.load;

import dev.serval.operator.discovery.ApplicationId;
import java.util.Objects;

/**
 * A replica of a deployment.
 *
 * @param name the pod's
 */
public record ReplicaId(ApplicationId application, String deployment, String name) {

  /** Refuses what is not set. */
  public ReplicaId {
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(deployment, "deployment");
    Objects.requireNonNull(name, "name");
  }
}
