package dev.serval.operator.status;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.operator.plan.PlannedDeployment;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The status of one deployment from the objects that were seen of it. Pure. */
public final class StatusOfDeployment {

  private static final List<String> ENDED = List.of("Failed", "Succeeded");

  private final PlannedDeployment planned;
  private final Optional<Deployment> deployment;
  private final List<Pod> pods;
  private final int existing;
  private final Map<String, String> complaints;
  private final Instant now;

  private StatusOfDeployment(
      PlannedDeployment planned,
      Optional<Deployment> deployment,
      List<Pod> pods,
      Map<String, String> complaints,
      Instant now) {
    this.planned = planned;
    this.deployment = deployment;
    this.pods = pods.stream().filter(this::isOfRevision).sorted(byName()).toList();
    this.existing = (int) pods.stream().filter(StatusOfDeployment::mayServe).count();
    this.complaints = complaints;
    this.now = now;
  }

  /**
   * The status.
   *
   * @param planned what the spec asks for
   * @param deployment the Kubernetes Deployment; empty if there is none
   * @param pods of the deployment, of any revision
   * @param complaints what kubelets say of pods without containers, by the pod's name
   * @param scaling what there is to say of its number of replicas
   * @param now the time
   */
  public static ObservedDeployment of(
      PlannedDeployment planned,
      Optional<Deployment> deployment,
      List<Pod> pods,
      Map<String, String> complaints,
      ScalingStatus scaling,
      Instant now) {
    return new StatusOfDeployment(planned, deployment, pods, complaints, now).observed(scaling);
  }

  private ObservedDeployment observed(ScalingStatus scaling) {
    Optional<Cause> cause =
        isComplete() ? Optional.empty() : Optional.of(causeOf(scaling.autoscaled()));
    Optional<Cause> concern = refusedSettings();
    return new ObservedDeployment(
        status(cause.or(() -> concern), scaling),
        cause,
        concern,
        cause.isEmpty() ? Optional.empty() : lookAgain());
  }

  private Cause causeOf(boolean autoscaled) {
    Cause cause = cause();
    return autoscaled && cause.reason() == Reason.SCALING
        ? new Cause(Reason.FOLLOWING_LOAD, cause.message())
        : cause;
  }

  /** A replica that refuses settings serves with those it had. */
  private Optional<Cause> refusedSettings() {
    return pods.stream()
        .map(CauseOfPod::ofSettings)
        .flatMap(Optional::stream)
        .findFirst()
        .map(problem -> new Cause(Reason.SETTINGS_REFUSED, problem));
  }

  private DeploymentStatus status(Optional<Cause> cause, ScalingStatus scaling) {
    return new DeploymentStatus(
        planned.name(),
        planned.revision(),
        counts().replicas(),
        counts().ready(),
        counts().updated(),
        scaling.ongoing(),
        scaling.queued(),
        scaling.desired(),
        cause.map(Cause::reason).map(Reason::text).orElse(null),
        cause.map(Cause::message).orElse(null),
        scaling.lastScale(),
        scaling.decisions());
  }

  /** As {@code kubectl rollout status} decides it. */
  private boolean isComplete() {
    Counts counts = counts();
    return isObserved()
        && counts.updated() == planned.replicas()
        && counts.replicas() == counts.updated()
        && counts.ready() >= planned.replicas()
        && counts.available() >= planned.replicas();
  }

  /** Not while it is still of the template before, as when a change of it is refused. */
  private boolean isObserved() {
    return deployment
        .filter(seen -> isOfRevision(seen.getSpec().getTemplate().getMetadata()))
        .filter(
            seen ->
                seen.getStatus() != null
                    && seen.getStatus().getObservedGeneration() != null
                    && seen.getStatus().getObservedGeneration()
                        >= seen.getMetadata().getGeneration())
        .isPresent();
  }

  private Cause cause() {
    return causeOfPods()
        .or(this::causeOfComplaint)
        .or(this::causeOfProbe)
        .or(this::causeOfRefusedPods)
        .or(this::causeOfDeadline)
        .orElseGet(this::progress);
  }

  private Optional<Cause> causeOfPods() {
    return pods.stream()
        .map(CauseOfPod::of)
        .flatMap(Optional::stream)
        .min(Comparator.comparing(Cause::reason));
  }

  private Optional<Cause> causeOfComplaint() {
    return pods.stream()
        .map(pod -> complaints.get(pod.getMetadata().getName()))
        .filter(Objects::nonNull)
        .findFirst()
        .map(
            complaint ->
                new Cause(
                    complaint.contains("not found")
                        ? Reason.CONFIGURATION_MISSING
                        : Reason.CONTAINER_NOT_STARTED,
                    "the containers of a replica cannot be made: " + complaint));
  }

  private Optional<Cause> causeOfProbe() {
    return pods.stream()
        .filter(pod -> Readiness.givesUpAt(pod).filter(at -> !at.isAfter(now)).isPresent())
        .findFirst()
        .map(
            pod ->
                new Cause(
                    Reason.PROBE_FAILING,
                    "pod %s runs, but its readiness probe fails: look at its log"
                        .formatted(pod.getMetadata().getName())));
  }

  private Optional<Instant> lookAgain() {
    Stream<Instant> probes =
        pods.stream().map(Readiness::givesUpAt).flatMap(Optional::stream).filter(now::isBefore);
    Stream<Instant> creations =
        pods.stream().map(pod -> Creation.lookAt(pod, now)).flatMap(Optional::stream);
    return Stream.concat(probes, creations).min(Comparator.naturalOrder());
  }

  private Optional<Cause> causeOfRefusedPods() {
    return condition("ReplicaFailure", "True")
        .map(DeploymentCondition::getMessage)
        .map(
            message ->
                message.contains("exceeded quota")
                    ? new Cause(Reason.QUOTA_EXCEEDED, "a quota keeps replicas away: " + message)
                    : new Cause(Reason.PODS_REFUSED, "replicas cannot be made: " + message));
  }

  private Optional<Cause> causeOfDeadline() {
    return condition("Progressing", "False")
        .filter(condition -> Reason.PROGRESS_DEADLINE_EXCEEDED.text().equals(condition.getReason()))
        .map(
            condition ->
                new Cause(
                    Reason.PROGRESS_DEADLINE_EXCEEDED,
                    "revision %s makes no progress: %s"
                        .formatted(planned.revision(), condition.getMessage())));
  }

  private Cause progress() {
    Counts counts = counts();
    if (counts.replicas() == 0) {
      return new Cause(
          Reason.STARTING,
          "0 of %d replicas of revision %s are ready"
              .formatted(planned.replicas(), planned.revision()));
    }
    if (counts.updated() < counts.replicas()) {
      return new Cause(
          Reason.ROLLING_OUT,
          "%d of %d replicas are of revision %s, %d %s ready"
              .formatted(
                  counts.updated(),
                  planned.replicas(),
                  planned.revision(),
                  counts.ready(),
                  counts.ready() == 1 ? "is" : "are"));
    }
    if (counts.ready() == 0 && planned.replicas() > 0) {
      return new Cause(Reason.STARTING, "0 of %d replicas are ready".formatted(planned.replicas()));
    }
    if (counts.replicas() > planned.replicas()) {
      return new Cause(
          Reason.SCALING,
          "there are %d replicas, of which %d shall stay"
              .formatted(counts.replicas(), planned.replicas()));
    }
    return new Cause(
        Reason.SCALING,
        "%d of %d replicas are ready".formatted(counts.ready(), planned.replicas()));
  }

  private Optional<DeploymentCondition> condition(String type, String status) {
    return deployment
        .map(Deployment::getStatus)
        .flatMap(
            seen ->
                seen.getConditions().stream()
                    .filter(condition -> condition.getType().equals(type))
                    .filter(condition -> condition.getStatus().equals(status))
                    .findFirst());
  }

  private boolean isOfRevision(Pod pod) {
    return stays(pod) && isOfRevision(pod.getMetadata());
  }

  private static boolean mayServe(Pod pod) {
    return stays(pod) && (pod.getStatus() == null || !ENDED.contains(pod.getStatus().getPhase()));
  }

  private static boolean stays(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null;
  }

  private boolean isOfRevision(ObjectMeta metadata) {
    return Objects.equals(planned.revision(), metadata.getLabels().get(Labels.REVISION));
  }

  private static Comparator<Pod> byName() {
    return Comparator.comparing(pod -> pod.getMetadata().getName());
  }

  /**
   * A status of an older generation calls those updated that are of the template before; which pods
   * are of this revision their labels say.
   */
  private Counts counts() {
    return deployment
        .map(Deployment::getStatus)
        .map(
            status ->
                new Counts(
                    isObserved()
                        ? or0(status.getReplicas())
                        : Math.max(or0(status.getReplicas()), existing),
                    isObserved() ? or0(status.getUpdatedReplicas()) : pods.size(),
                    or0(status.getReadyReplicas()),
                    or0(status.getAvailableReplicas())))
        .orElse(new Counts(0, 0, 0, 0));
  }

  private static int or0(Integer count) {
    return count == null ? 0 : count;
  }

  private record Counts(int replicas, int updated, int ready, int available) {}
}
