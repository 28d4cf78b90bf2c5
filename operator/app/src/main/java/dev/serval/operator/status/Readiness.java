package dev.serval.operator.status;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a running container's readiness probe counts as failing. A container whose start-up probe
 * has just succeeded has as long as its readiness probe takes to give up.
 */
final class Readiness {

  private static final String KUBELET = "kubelet";
  private static final int DEFAULT_PERIOD_SECONDS = 10;
  private static final int DEFAULT_FAILURES = 3;

  private Readiness() {}

  /**
   * When the container that keeps the pod from being ready will have been unready for too long; in
   * the past if it has been already. Empty if no container that has started keeps it.
   */
  static Optional<Instant> givesUpAt(Pod pod) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    return pod.getStatus().getContainerStatuses().stream()
        .filter(Readiness::runsUnready)
        .map(container -> unreadySince(pod, container).plus(patience(pod, container)))
        .min(Comparator.naturalOrder());
  }

  private static boolean runsUnready(ContainerStatus container) {
    return !Boolean.TRUE.equals(container.getReady())
        && Boolean.TRUE.equals(container.getStarted())
        && container.getState() != null
        && container.getState().getRunning() != null
        && container.getState().getRunning().getStartedAt() != null;
  }

  private static Instant unreadySince(Pod pod, ContainerStatus container) {
    Instant started = Instant.parse(container.getState().getRunning().getStartedAt());
    return Stream.concat(lastReady(pod), startUpPassed(pod))
        .map(Instant::parse)
        .filter(since -> since.isAfter(started))
        .max(Comparator.naturalOrder())
        .orElse(started);
  }

  private static Stream<String> lastReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("ContainersReady"))
        .map(PodCondition::getLastTransitionTime)
        .flatMap(Stream::ofNullable);
  }

  /**
   * No field says when the start-up probe succeeded, before which readiness isn't asked for. The
   * kubelet wrote the status then, and does not write it again before something else changes.
   */
  private static Stream<String> startUpPassed(Pod pod) {
    return Stream.ofNullable(pod.getMetadata().getManagedFields())
        .flatMap(List::stream)
        .filter(entry -> KUBELET.equals(entry.getManager()))
        .map(ManagedFieldsEntry::getTime)
        .flatMap(Stream::ofNullable);
  }

  private static Duration patience(Pod pod, ContainerStatus container) {
    return pod.getSpec().getContainers().stream()
        .filter(spec -> spec.getName().equals(container.getName()))
        .map(Container::getReadinessProbe)
        .flatMap(Stream::ofNullable)
        .map(Readiness::patience)
        .findFirst()
        .orElse(Duration.ofSeconds((long) DEFAULT_PERIOD_SECONDS * DEFAULT_FAILURES));
  }

  private static Duration patience(Probe probe) {
    long period = or(probe.getPeriodSeconds(), DEFAULT_PERIOD_SECONDS);
    long failures = or(probe.getFailureThreshold(), DEFAULT_FAILURES);
    long delay = or(probe.getInitialDelaySeconds(), 0);
    return Duration.ofSeconds(delay + period * failures);
  }

  private static int or(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
