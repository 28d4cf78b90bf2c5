package dev.serval.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.crds.v1alpha1.status.ScaleDecision;
import dev.serval.crds.v1alpha1.status.ServeApplicationStatus;
import dev.serval.operator.status.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsOfChangeTest {

  @Test
  void theFirstStatusTellsOfEveryDeployment() {
    assertThat(
            EventsOfChange.between(
                null, status("False", "Starting", deployment("Starting", "0 of 1"))))
        .containsExactly(new ApplicationEvent(Reason.STARTING, "Ranker: 0 of 1"));
  }

  @Test
  void nothingNewTellsNothing() {
    ServeApplicationStatus status =
        status("False", "CrashLoop", deployment("CrashLoop", "exit code 1"));

    assertThat(EventsOfChange.between(status, status)).isEmpty();
  }

  @Test
  void anotherMessageOfTheSameReasonTellsNothing() {
    assertThat(
            EventsOfChange.between(
                status("False", "RollingOut", deployment("RollingOut", "1 of 3")),
                status("False", "RollingOut", deployment("RollingOut", "2 of 3"))))
        .isEmpty();
  }

  @Test
  void aNewTroubleIsAWarning() {
    List<ApplicationEvent> events =
        EventsOfChange.between(
            status("False", "RollingOut", deployment("RollingOut", "1 of 3")),
            status("False", "CrashLoop", deployment("CrashLoop", "exit code 1")));

    assertThat(events)
        .containsExactly(new ApplicationEvent(Reason.CRASH_LOOP, "Ranker: exit code 1"));
    assertThat(events.getFirst().type()).isEqualTo("Warning");
  }

  @Test
  void decisionsAreToldOnceTheOldestFirst() {
    ScaleDecision told = new ScaleDecision("2026-11-27T10:00:00Z", 1, 2, "Upscaled", "why");
    ScaleDecision up = new ScaleDecision("2026-11-27T10:01:00Z", 2, 5, "Burst", "20 requests");
    ScaleDecision down = new ScaleDecision("2026-11-27T10:12:00Z", 5, 4, "Downscaled", "fewer");

    List<ApplicationEvent> events =
        EventsOfChange.between(
            status("True", "AllReady", deployment(null, null, List.of(told))),
            status("True", "AllReady", deployment(null, null, List.of(down, up, told))));

    assertThat(events)
        .containsExactly(
            new ApplicationEvent(Reason.SCALED_UP, "Ranker: from 2 to 5 replicas: 20 requests"),
            new ApplicationEvent(Reason.SCALED_DOWN, "Ranker: from 5 to 4 replicas: fewer"));
    assertThat(events).extracting(ApplicationEvent::type).containsOnly("Normal");
  }

  @Test
  void recoveryIsTold() {
    List<ApplicationEvent> events =
        EventsOfChange.between(
            status("False", "CrashLoop", deployment("CrashLoop", "exit code 1")),
            status("True", "AllReady", deployment(null, null)));

    assertThat(events)
        .extracting(ApplicationEvent::reason)
        .containsExactly(Reason.DEPLOYMENT_READY, Reason.ALL_READY);
    assertThat(events).extracting(ApplicationEvent::type).containsOnly("Normal");
  }

  @Test
  void anObjectThatCannotBeAppliedIsToldOnce() {
    ServeApplicationStatus refused =
        status("False", "ObjectRefused", deployment("ObjectRefused", "no such field"))
            .withConditions(
                List.of(
                    condition("Ready", "False", "ObjectRefused"),
                    condition("SpecValid", "False", "ObjectRefused")));

    assertThat(EventsOfChange.between(status("True", "AllReady", deployment(null, null)), refused))
        .extracting(ApplicationEvent::reason)
        .containsExactly(Reason.OBJECT_REFUSED);
  }

  @Test
  void aSecondObjectThatCannotBeAppliedIsToldOfItsDeployment() {
    Condition invalid = condition("SpecValid", "False", "ObjectRefused");
    ServeApplicationStatus before =
        status("False", "ObjectRefused", deployment(null, null)).withConditions(List.of(invalid));
    ServeApplicationStatus after =
        status("False", "ObjectRefused", deployment("ObjectRefused", "no such field"))
            .withConditions(List.of(invalid));

    assertThat(EventsOfChange.between(before, after))
        .containsExactly(new ApplicationEvent(Reason.OBJECT_REFUSED, "Ranker: no such field"));
  }

  @Test
  void reasonsOfAnotherVersionOfTheOperatorDoNotMatter() {
    assertThat(
            EventsOfChange.between(
                status("False", "Whatever", deployment("Whatever", "it was")),
                status("False", "CrashLoop", deployment("CrashLoop", "exit code 1"))))
        .hasSize(1);
  }

  private static ServeApplicationStatus status(
      String ready, String reason, DeploymentStatus deployment) {
    return new ServeApplicationStatus(
        List.of(condition("Ready", ready, reason)),
        1L,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(deployment));
  }

  private static Condition condition(String type, String status, String reason) {
    return new Condition(
        type,
        status.equals("True") ? ConditionStatus.TRUE : ConditionStatus.FALSE,
        1L,
        "2026-11-22T10:00:00Z",
        reason,
        "");
  }

  private static DeploymentStatus deployment(String reason, String message) {
    return deployment(reason, message, List.of());
  }

  private static DeploymentStatus deployment(
      String reason, String message, List<ScaleDecision> decisions) {
    return new DeploymentStatus(
        "Ranker", "6c9f", 1, 1, 1, null, null, 1, reason, message, null, decisions);
  }
}
