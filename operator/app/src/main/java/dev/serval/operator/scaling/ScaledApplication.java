package dev.serval.operator.scaling;

import dev.serval.operator.discovery.ApplicationId;
import java.util.List;

/**
 * An application that has autoscaled deployments, as it is now.
 *
 * @param ready replicas that take calls, of all its deployments
 * @param deployments those that are autoscaled and exist
 */
public record ScaledApplication(ApplicationId id, int ready, List<ScaledDeployment> deployments) {

  /** Copies what could change. */
  public ScaledApplication {
    deployments = List.copyOf(deployments);
  }
}
