package dev.serval.operator.status;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.crds.v1alpha1.status.ServeApplicationStatus;
import dev.serval.operator.plan.Finding;
import dev.serval.operator.plan.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The status of an application from what was seen of it. Pure. */
public final class StatusOfApplication {

  private static final int MOST_CHARACTERS = 32_000;

  /** Nothing changes by itself. */
  private static final Set<Reason> STUCK =
      Set.of(Reason.PROGRESS_DEADLINE_EXCEEDED, Reason.OBJECT_REFUSED, Reason.FOREIGN_OBJECT);

  private final ServeApplication application;
  private final ObservedApplication seen;
  private final Conditions conditions;

  private StatusOfApplication(ServeApplication application, ObservedApplication seen, Instant now) {
    this.application = application;
    this.seen = seen;
    this.conditions =
        new Conditions(
            previousConditions(application), application.getMetadata().getGeneration(), now);
  }

  /**
   * The status that the application should have at {@code now}.
   *
   * @param application with the status it has, for the times of its conditions
   */
  public static ServeApplicationStatus of(
      ServeApplication application, ObservedApplication seen, Instant now) {
    return new StatusOfApplication(application, seen, now).status();
  }

  /**
   * The status of an application that the operator failed to reconcile: what it had, and a
   * condition that says so.
   */
  public static ServeApplicationStatus ofFailure(
      ServeApplication application, String message, Instant now) {
    ServeApplicationStatus had = application.getStatus();
    Conditions failed =
        new Conditions(
                previousConditions(application), application.getMetadata().getGeneration(), now)
            .add(
                ConditionType.DEGRADED,
                true,
                Reason.RECONCILE_FAILED,
                cut("the operator failed and tries again: " + message));
    List<Condition> kept =
        previousConditions(application).stream()
            .filter(condition -> isOwn(condition, ConditionType.DEGRADED))
            .toList();
    List<Condition> all = Stream.concat(kept.stream(), failed.toList().stream()).toList();
    return (had == null ? ServeApplicationStatus.unobserved() : had).withConditions(all);
  }

  private static boolean isOwn(Condition condition, ConditionType except) {
    return !condition.type().equals(except.text())
        && Stream.of(ConditionType.values()).anyMatch(type -> type.text().equals(condition.type()));
  }

  private static List<Condition> previousConditions(ServeApplication application) {
    return application.getStatus() == null ? List.of() : application.getStatus().conditions();
  }

  private ServeApplicationStatus status() {
    addReady();
    addProgressing();
    addDegraded();
    addAutoscalingActive();
    addSpecValid();
    addStalled();
    List<DeploymentStatus> deployments =
        seen.deployments().stream().map(ObservedDeployment::status).toList();
    return new ServeApplicationStatus(
        conditions.toList(),
        application.getMetadata().getGeneration(),
        seen.url().orElse(null),
        readyDeployments() + "/" + seen.deployments().size(),
        sum(deployments, DeploymentStatus::readyReplicas),
        sum(deployments, DeploymentStatus::replicas),
        sum(deployments, DeploymentStatus::desired),
        total(deployments, DeploymentStatus::ongoing),
        total(deployments, DeploymentStatus::queued),
        deployments);
  }

  private void addReady() {
    Optional<Cause> obstacle = firstObstacle();
    List<ObservedDeployment> unready = unready();
    if (obstacle.isPresent()) {
      conditions.add(ConditionType.READY, false, obstacle.get().reason(), obstacle.get().message());
    } else if (unready.isEmpty()) {
      conditions.add(ConditionType.READY, true, Reason.ALL_READY, allServe());
    } else {
      conditions.add(
          ConditionType.READY,
          false,
          worst(unready).reason(),
          describe(unready, ObservedDeployment::cause));
    }
  }

  /** Whoever looks at this condition alone shall see that something is wrong all the same. */
  private String allServe() {
    int number = seen.deployments().size();
    String serve =
        number == 1 ? "the deployment serves" : "all %d deployments serve".formatted(number);
    List<ObservedDeployment> troubled = troubled();
    return troubled.isEmpty()
        ? serve
        : cut(serve + ", but " + describe(troubled, ObservedDeployment::trouble));
  }

  private void addProgressing() {
    List<ObservedDeployment> moving =
        seen.deployments().stream().filter(StatusOfApplication::isMoving).toList();
    if (moving.isEmpty() || isInvalid()) {
      conditions.add(ConditionType.PROGRESSING, false, Reason.SETTLED, "nothing is on its way");
    } else {
      conditions.add(
          ConditionType.PROGRESSING,
          true,
          worst(moving).reason(),
          describe(moving, ObservedDeployment::cause));
    }
  }

  private void addDegraded() {
    Optional<Cause> obstacle = firstObstacle();
    List<ObservedDeployment> troubled = troubled();
    if (obstacle.isPresent()) {
      conditions.add(
          ConditionType.DEGRADED, true, obstacle.get().reason(), obstacle.get().message());
    } else if (troubled.isEmpty()) {
      conditions.add(ConditionType.DEGRADED, false, Reason.AS_EXPECTED, "nothing is wrong");
    } else {
      conditions.add(
          ConditionType.DEGRADED,
          true,
          troubled.getFirst().trouble().orElseThrow().reason(),
          describe(troubled, ObservedDeployment::trouble));
    }
  }

  private void addAutoscalingActive() {
    Optional<Condition> before =
        Conditions.find(previousConditions(application), ConditionType.AUTOSCALING_ACTIVE)
            .filter(condition -> !condition.reason().equals(Reason.NOT_REQUESTED.text()));
    boolean unseen = seen.scaling().stream().allMatch(deployment -> deployment.cause().isEmpty());
    if (!seen.scaling().isEmpty() && unseen && before.isPresent()) {
      // An operator that has just begun to lead knows no better.
      conditions.keep(before.get());
    } else {
      ScalingCondition.add(conditions, seen.scaling());
    }
  }

  private void addSpecValid() {
    Optional<Cause> obstacle = firstObstacle();
    List<Finding> notices = seen.findings(Severity.NOTICE);
    if (obstacle.isPresent()) {
      conditions.add(
          ConditionType.SPEC_VALID, false, obstacle.get().reason(), obstacle.get().message());
    } else if (notices.isEmpty()) {
      conditions.add(
          ConditionType.SPEC_VALID,
          true,
          Reason.ACCEPTED,
          "everything that the spec asks for holds");
    } else {
      conditions.add(
          ConditionType.SPEC_VALID, true, Reason.ACCEPTED_IN_PART, describeFindings(notices));
    }
  }

  private void addStalled() {
    Optional<Cause> obstacle = firstObstacle();
    List<ObservedDeployment> stuck =
        unready().stream().filter(deployment -> !isMoving(deployment)).toList();
    if (obstacle.isPresent()) {
      conditions.add(
          ConditionType.STALLED, true, obstacle.get().reason(), obstacle.get().message());
    } else if (!stuck.isEmpty()) {
      conditions.add(
          ConditionType.STALLED,
          true,
          worst(stuck).reason(),
          describe(stuck, ObservedDeployment::cause));
    }
  }

  private Optional<Cause> firstObstacle() {
    List<Finding> errors = seen.findings(Severity.ERROR);
    if (!errors.isEmpty()) {
      return Optional.of(new Cause(Reason.SPEC_INVALID, describeFindings(errors)));
    }
    return seen.obstacles().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Cause(
                seen.obstacles().getFirst().reason(),
                seen.obstacles().stream().map(Cause::message).collect(Collectors.joining("; "))));
  }

  private boolean isInvalid() {
    return !seen.findings(Severity.ERROR).isEmpty();
  }

  private static boolean isMoving(ObservedDeployment deployment) {
    return deployment.cause().filter(cause -> !STUCK.contains(cause.reason())).isPresent();
  }

  private List<ObservedDeployment> unready() {
    return seen.deployments().stream().filter(deployment -> !deployment.isReady()).toList();
  }

  private List<ObservedDeployment> troubled() {
    return seen.deployments().stream().filter(ObservedDeployment::isTroubled).toList();
  }

  private long readyDeployments() {
    return seen.deployments().stream().filter(ObservedDeployment::isReady).count();
  }

  private static Cause worst(List<ObservedDeployment> unready) {
    return unready.stream()
        .map(each -> each.cause().orElseThrow())
        .filter(cause -> cause.reason().isTrouble())
        .findFirst()
        .orElseGet(() -> unready.getFirst().cause().orElseThrow());
  }

  /** Deployments of one image have one trouble with it, which is told once. */
  private static String describe(
      List<ObservedDeployment> deployments, Function<ObservedDeployment, Optional<Cause>> cause) {
    Map<String, String> namesOf = new LinkedHashMap<>();
    deployments.forEach(
        each ->
            namesOf.merge(
                cause.apply(each).orElseThrow().message(),
                each.status().name(),
                (names, name) -> names + ", " + name));
    return cut(
        namesOf.entrySet().stream()
            .map(each -> each.getValue() + ": " + each.getKey())
            .collect(Collectors.joining("; ")));
  }

  private static String describeFindings(List<Finding> findings) {
    return cut(
        findings.stream()
            .map(finding -> finding.field() + ": " + finding.message())
            .collect(Collectors.joining("; ")));
  }

  static String cut(String message) {
    return message.length() <= MOST_CHARACTERS
        ? message
        : message.substring(0, MOST_CHARACTERS - 1) + '…';
  }

  /** Of those that know it; {@code null} if none does. */
  private static Long total(
      List<DeploymentStatus> deployments, Function<DeploymentStatus, Long> count) {
    return deployments.stream().map(count).filter(Objects::nonNull).reduce(Long::sum).orElse(null);
  }

  private static int sum(
      List<DeploymentStatus> deployments, Function<DeploymentStatus, Integer> count) {
    return deployments.stream().map(count).mapToInt(Integer::intValue).sum();
  }
}
