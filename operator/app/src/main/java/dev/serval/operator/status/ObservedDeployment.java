package dev.serval.operator.status;

import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of a deployment.
 *
 * @param status as the resource's status says it
 * @param cause why it isn't as it shall be; empty if it is
 * @param concern what is wrong although it serves; empty if nothing is
 * @param lookAgain when the cause may be another although no object changes
 */
public record ObservedDeployment(
    DeploymentStatus status,
    Optional<Cause> cause,
    Optional<Cause> concern,
    Optional<Instant> lookAgain) {

  private static final Set<Reason> NO_ROOM_OR_TIME =
      Set.of(Reason.UNSCHEDULABLE, Reason.QUOTA_EXCEEDED, Reason.PROGRESS_DEADLINE_EXCEEDED);

  /** The same, which isn't as it shall be for another cause: its object can't be applied. */
  public ObservedDeployment because(Cause obstacle) {
    return new ObservedDeployment(
        status.because(obstacle.reason().text(), obstacle.message()),
        Optional.of(obstacle),
        concern,
        lookAgain);
  }

  /**
   * Whether it serves with the revision of the spec: with all its replicas, or on the way to
   * another number that the load asks for.
   */
  public boolean isReady() {
    return cause.filter(why -> why.reason() != Reason.FOLLOWING_LOAD).isEmpty();
  }

  /** Whether it lacks the room to become as it shall be, or has tried for too long. */
  public boolean lacksRoomOrTime() {
    return cause.filter(why -> NO_ROOM_OR_TIME.contains(why.reason())).isPresent();
  }

  /** Whether somebody has to do something. */
  public boolean isTroubled() {
    return trouble().isPresent();
  }

  /** What somebody has to do something about. */
  Optional<Cause> trouble() {
    return cause.filter(why -> why.reason().isTrouble()).or(() -> concern);
  }
}
