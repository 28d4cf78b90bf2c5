package dev.serval.operator.status;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Pods that have a node and no containers yet. A kubelet that can't make them, because a volume's
 * secret is missing for example, says so in events alone: the pod's status stays as it is while all
 * goes well.
 */
public final class Creation {

  private static final Set<String> WAITING = Set.of("ContainerCreating", "PodInitializing");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Creation() {}

  /** Whether the containers of a pod are not there although they had time. */
  public static boolean isOverdue(Pod pod, Instant now) {
    return overdueAt(pod).filter(at -> !at.isAfter(now)).isPresent();
  }

  /**
   * When to ask for the pod's events, again if it was asked before; empty if its containers are
   * there or it has no node.
   */
  static Optional<Instant> lookAt(Pod pod, Instant now) {
    return overdueAt(pod).map(at -> at.isAfter(now) ? at : now.plus(PATIENCE));
  }

  private static Optional<Instant> overdueAt(Pod pod) {
    if (pod.getStatus() == null
        || pod.getStatus().getContainerStatuses().isEmpty()
        || !pod.getStatus().getContainerStatuses().stream().allMatch(Creation::isWaiting)) {
      return Optional.empty();
    }
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("PodScheduled"))
        .filter(condition -> condition.getStatus().equals("True"))
        .map(PodCondition::getLastTransitionTime)
        .filter(time -> time != null)
        .map(time -> Instant.parse(time).plus(PATIENCE))
        .findFirst();
  }

  private static boolean isWaiting(ContainerStatus container) {
    return container.getState() != null
        && container.getState().getWaiting() != null
        && container.getState().getWaiting().getReason() != null
        && WAITING.contains(container.getState().getWaiting().getReason());
  }
}
