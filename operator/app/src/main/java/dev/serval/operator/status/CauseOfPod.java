package dev.serval.operator.status;

import dev.serval.crds.PodConditions;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why a pod isn't ready, as far as its own status tells. A cause stays the same while the kubelet
 * alternates between the states of a retry, so that nobody sees it flap.
 */
final class CauseOfPod {

  private static final Set<String> IMAGE_REASONS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed");
  private static final Set<String> STARTING_REASONS =
      Set.of("ContainerCreating", "PodInitializing");
  private static final String CRASH_LOOP = "CrashLoopBackOff";
  private static final String CONFIGURATION = "CreateContainerConfigError";
  private static final String OUT_OF_MEMORY = "OOMKilled";
  private static final int KILLED = 128 + 9;
  private static final int TERMINATED = 128 + 15;

  private CauseOfPod() {}

  /** The cause; empty if the pod is ready, is still starting, or doesn't tell. */
  static Optional<Cause> of(Pod pod) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    return ofContainers(pod).or(() -> ofScheduling(pod));
  }

  /** What its replica says against its settings. */
  static Optional<String> ofSettings(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(condition -> condition.getType().equals(PodConditions.CONFIGURED))
            .filter(condition -> condition.getStatus().equals("False"))
            .map(PodCondition::getMessage)
            .map(CauseOfPod::oneLine)
            .findFirst();
  }

  private static Optional<Cause> ofContainers(Pod pod) {
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .filter(container -> !Boolean.TRUE.equals(container.getReady()))
        .map(CauseOfPod::ofContainer)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Cause> ofContainer(ContainerStatus container) {
    ContainerStateWaiting waiting = state(container.getState()).getWaiting();
    if (waiting != null && waiting.getReason() != null) {
      Optional<Cause> cause = ofWaiting(container, waiting);
      if (cause.isPresent()) {
        return cause;
      }
    }
    boolean repeats = waiting != null && CRASH_LOOP.equals(waiting.getReason());
    return lastEnd(container)
        .filter(end -> end.getExitCode() != null && (repeats || end.getExitCode() != 0))
        .map(end -> ofEnd(container, end));
  }

  private static Optional<Cause> ofWaiting(
      ContainerStatus container, ContainerStateWaiting waiting) {
    String reason = waiting.getReason();
    if (IMAGE_REASONS.contains(reason)) {
      return Optional.of(
          new Cause(
              Reason.IMAGE_PULL_FAILED,
              "image %s of container %s cannot be pulled%s"
                  .formatted(container.getImage(), container.getName(), pullDetail(waiting))));
    }
    if (reason.equals(CONFIGURATION)) {
      return Optional.of(
          new Cause(
              Reason.CONFIGURATION_MISSING,
              "container %s cannot be configured: %s"
                  .formatted(container.getName(), waiting.getMessage())));
    }
    if (reason.equals(CRASH_LOOP) || STARTING_REASONS.contains(reason)) {
      return Optional.empty();
    }
    return Optional.of(
        new Cause(
            Reason.CONTAINER_NOT_STARTED,
            "container %s cannot be started: %s: %s"
                .formatted(container.getName(), reason, waiting.getMessage())));
  }

  /** The kubelet writes one text when the pull fails and another while it waits to try again. */
  private static String pullDetail(ContainerStateWaiting waiting) {
    String text = waiting.getMessage() == null ? "" : waiting.getMessage();
    String detail =
        text.replaceFirst("^Back-off pulling image \"[^\"]*\"(: )?", "")
            .replaceFirst("^ErrImagePull: ", "");
    return detail.isBlank() ? "" : ": " + oneLine(detail);
  }

  private static Optional<ContainerStateTerminated> lastEnd(ContainerStatus container) {
    return Optional.ofNullable(state(container.getState()).getTerminated())
        .or(() -> Optional.ofNullable(state(container.getLastState()).getTerminated()));
  }

  private static Cause ofEnd(ContainerStatus container, ContainerStateTerminated end) {
    if (OUT_OF_MEMORY.equals(end.getReason())) {
      return new Cause(
          Reason.OUT_OF_MEMORY,
          "container %s used more memory than its limit: raise resources.limits.memory"
              .formatted(container.getName()));
    }
    if (end.getExitCode() == TERMINATED || end.getExitCode() == KILLED) {
      return new Cause(
          Reason.PROBE_FAILING,
          "container %s was stopped with exit code %d, as the kubelet does when a start-up or liveness probe fails: look at its log, or raise healthCheck%s"
              .formatted(container.getName(), end.getExitCode(), said(end)));
    }
    return new Cause(
        Reason.CRASH_LOOP,
        "container %s ended with exit code %d%s"
            .formatted(container.getName(), end.getExitCode(), said(end)));
  }

  private static String said(ContainerStateTerminated end) {
    return end.getMessage() == null || end.getMessage().isBlank()
        ? ""
        : ": " + lastLine(end.getMessage());
  }

  private static Optional<Cause> ofScheduling(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("PodScheduled"))
        .filter(condition -> condition.getStatus().equals("False"))
        .filter(condition -> "Unschedulable".equals(condition.getReason()))
        .map(PodCondition::getMessage)
        .map(message -> new Cause(Reason.UNSCHEDULABLE, "no node takes a replica: " + message))
        .findFirst();
  }

  private static ContainerState state(ContainerState state) {
    return state == null ? new ContainerState() : state;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String lastLine(String text) {
    String stripped = text.strip();
    return stripped.substring(stripped.lastIndexOf('\n') + 1).strip();
  }
}
