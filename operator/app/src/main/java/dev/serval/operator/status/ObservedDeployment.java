package dev.serval.operator.status;

import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * What was seen of a deployment.
 *
 * @param status as the resource's status says it
 * @param cause why it isn't ready; empty if it is
 * @param lookAgain when the cause may be another although no object changes
 */
public record ObservedDeployment(
    DeploymentStatus status, Optional<Cause> cause, Optional<Instant> lookAgain) {

  /** Whether all replicas serve with the revision of the spec. */
  public boolean isReady() {
    return cause.isEmpty();
  }

  /** Whether somebody has to do something. */
  public boolean isTroubled() {
    return cause.filter(why -> why.reason().isTrouble()).isPresent();
  }
}
