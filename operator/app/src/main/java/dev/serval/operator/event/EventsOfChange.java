package dev.serval.operator.event;

import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.crds.v1alpha1.status.ScaleDecision;
import dev.serval.crds.v1alpha1.status.ServeApplicationStatus;
import dev.serval.operator.status.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The events of a change of status. Since both sides of the change are in the cluster, an operator
 * that restarts tells nothing twice. Pure.
 */
public final class EventsOfChange {

  private final ServeApplicationStatus before;
  private final ServeApplicationStatus after;
  private final List<ApplicationEvent> events = new ArrayList<>();

  private EventsOfChange(ServeApplicationStatus before, ServeApplicationStatus after) {
    this.before = before == null ? ServeApplicationStatus.unobserved() : before;
    this.after = after;
  }

  /**
   * What to tell.
   *
   * @param before the status that the application had, {@code null} if none
   * @param after the status that it has now
   */
  public static List<ApplicationEvent> between(
      ServeApplicationStatus before, ServeApplicationStatus after) {
    return new EventsOfChange(before, after).events();
  }

  private List<ApplicationEvent> events() {
    after.deployments().forEach(this::compare);
    changed(ConditionType.SPEC_VALID)
        .filter(
            condition ->
                isTrouble(condition.reason())
                    || condition.reason().equals(Reason.ACCEPTED_IN_PART.text()))
        .ifPresent(this::tell);
    changed(ConditionType.AUTOSCALING_ACTIVE)
        .filter(condition -> isTrouble(condition.reason()))
        .ifPresent(this::tell);
    changed(ConditionType.DEGRADED)
        .filter(condition -> condition.reason().equals(Reason.RECONCILE_FAILED.text()))
        .ifPresent(this::tell);
    changed(ConditionType.READY)
        .filter(condition -> condition.status() == ConditionStatus.TRUE)
        .ifPresent(this::tell);
    return List.copyOf(events);
  }

  private void compare(DeploymentStatus now) {
    Optional<DeploymentStatus> was =
        before.deployments().stream()
            .filter(earlier -> earlier.name().equals(now.name()))
            .findFirst();
    String reasonBefore = was.map(DeploymentStatus::reason).orElse(null);
    boolean isNew = was.isEmpty();
    tellDecisions(now, was.map(DeploymentStatus::decisions).orElseGet(List::of));
    if (isToldByTheSpec(now.reason())) {
      return;
    }
    if (now.reason() != null && (isNew || !now.reason().equals(reasonBefore))) {
      events.add(new ApplicationEvent(reason(now.reason()), now.name() + ": " + now.message()));
    } else if (now.reason() == null && (isNew || reasonBefore != null)) {
      events.add(
          new ApplicationEvent(
              Reason.DEPLOYMENT_READY,
              (now.readyReplicas() == 1
                      ? "%s: %d replica of revision %s is ready"
                      : "%s: %d replicas of revision %s are ready")
                  .formatted(now.name(), now.readyReplicas(), now.revision())));
    }
  }

  /** An object that can't be applied is told of as such, not once more of its deployment. */
  private boolean isToldByTheSpec(String reason) {
    return changed(ConditionType.SPEC_VALID)
        .filter(condition -> condition.status() == ConditionStatus.FALSE)
        .filter(condition -> condition.reason().equals(reason))
        .isPresent();
  }

  /** The oldest first. */
  private void tellDecisions(DeploymentStatus now, List<ScaleDecision> told) {
    now.decisions().reversed().stream()
        .filter(decision -> !told.contains(decision))
        .forEach(
            decision ->
                events.add(
                    new ApplicationEvent(
                        decision.to() > decision.from() ? Reason.SCALED_UP : Reason.SCALED_DOWN,
                        "%s: from %d to %d replicas: %s"
                            .formatted(
                                now.name(), decision.from(), decision.to(), decision.message()))));
  }

  private Optional<Condition> changed(ConditionType type) {
    return find(after, type)
        .filter(
            now ->
                find(before, type)
                    .filter(
                        was ->
                            was.status() == now.status()
                                && Objects.equals(was.reason(), now.reason()))
                    .isEmpty());
  }

  private void tell(Condition condition) {
    events.add(new ApplicationEvent(reason(condition.reason()), condition.message()));
  }

  private static Optional<Condition> find(ServeApplicationStatus status, ConditionType type) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type.text()))
        .findFirst();
  }

  private static boolean isTrouble(String text) {
    return reason(text).isTrouble();
  }

  private static Reason reason(String text) {
    return Stream.of(Reason.values())
        .filter(reason -> reason.text().equals(text))
        .findFirst()
        .orElseThrow();
  }
}
