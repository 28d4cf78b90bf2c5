package dev.serval.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationYaml;
import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.crds.v1alpha1.status.ServeApplicationStatus;
import dev.serval.operator.plan.Finding;
import dev.serval.operator.plan.FindingReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusOfApplicationTest {

  private static final Instant FIRST = Instant.parse("2026-11-22T10:00:00.123Z");
  private static final Instant LATER = FIRST.plusSeconds(60);

  @Test
  void allDeploymentsAreReady() {
    ServeApplicationStatus status = status(application(), seen(ready("A"), ready("B")), FIRST);

    assertCondition(status, ConditionType.READY, ConditionStatus.TRUE, Reason.ALL_READY);
    assertCondition(status, ConditionType.PROGRESSING, ConditionStatus.FALSE, Reason.SETTLED);
    assertCondition(status, ConditionType.DEGRADED, ConditionStatus.FALSE, Reason.AS_EXPECTED);
    assertCondition(status, ConditionType.SPEC_VALID, ConditionStatus.TRUE, Reason.ACCEPTED);
    assertThat(status.deploymentsReady()).isEqualTo("2/2");
    assertThat(status.readyReplicas()).isEqualTo(2);
    assertThat(status.observedGeneration()).isEqualTo(5);
  }

  @Test
  void aTroubleComesBeforeARollout() {
    ServeApplicationStatus status =
        status(
            application(),
            seen(unready("A", Reason.ROLLING_OUT), unready("B", Reason.CRASH_LOOP)),
            FIRST);

    assertCondition(status, ConditionType.READY, ConditionStatus.FALSE, Reason.CRASH_LOOP);
    assertCondition(status, ConditionType.PROGRESSING, ConditionStatus.TRUE, Reason.CRASH_LOOP);
    assertCondition(status, ConditionType.DEGRADED, ConditionStatus.TRUE, Reason.CRASH_LOOP);
    assertThat(find(status, ConditionType.READY).message()).isEqualTo("A: why A; B: why B");
    assertThat(find(status, ConditionType.DEGRADED).message()).isEqualTo("B: why B");
    assertThat(status.deploymentsReady()).isEqualTo("0/2");
  }

  @Test
  void whatSeveralDeploymentsHaveInCommonIsToldOnce() {
    ServeApplicationStatus status =
        status(
            application(),
            seen(
                unready("A", Reason.IMAGE_PULL_FAILED, "no such image"),
                unready("B", Reason.CRASH_LOOP),
                unready("C", Reason.IMAGE_PULL_FAILED, "no such image")),
            FIRST);

    assertThat(find(status, ConditionType.READY).message())
        .isEqualTo("A, C: no such image; B: why B");
  }

  @Test
  void refusedSettingsDegradeWhatIsReady() {
    ServeApplicationStatus status = status(application(), seen(ready("A"), concerned("B")), FIRST);

    assertCondition(status, ConditionType.READY, ConditionStatus.TRUE, Reason.ALL_READY);
    assertCondition(status, ConditionType.PROGRESSING, ConditionStatus.FALSE, Reason.SETTLED);
    assertCondition(status, ConditionType.DEGRADED, ConditionStatus.TRUE, Reason.SETTINGS_REFUSED);
    assertThat(find(status, ConditionType.DEGRADED).message()).isEqualTo("B: refused by B");
    assertThat(find(status, ConditionType.READY).message())
        .isEqualTo("all 2 deployments serve, but B: refused by B");
    assertThat(status.deploymentsReady()).isEqualTo("2/2");
  }

  @Test
  void oneDeploymentIsNotTalkedOfAsMany() {
    assertThat(find(status(application(), seen(ready("A")), FIRST), ConditionType.READY).message())
        .isEqualTo("the deployment serves");
  }

  @Test
  void aRolloutIsNoTrouble() {
    ServeApplicationStatus status =
        status(application(), seen(unready("A", Reason.ROLLING_OUT)), FIRST);

    assertCondition(status, ConditionType.PROGRESSING, ConditionStatus.TRUE, Reason.ROLLING_OUT);
    assertCondition(status, ConditionType.DEGRADED, ConditionStatus.FALSE, Reason.AS_EXPECTED);
  }

  @Test
  void whatExceededItsDeadlineNoLongerProgresses() {
    ServeApplicationStatus status =
        status(application(), seen(unready("A", Reason.PROGRESS_DEADLINE_EXCEEDED)), FIRST);

    assertCondition(status, ConditionType.PROGRESSING, ConditionStatus.FALSE, Reason.SETTLED);
    assertCondition(
        status, ConditionType.DEGRADED, ConditionStatus.TRUE, Reason.PROGRESS_DEADLINE_EXCEEDED);
  }

  @Test
  void timesChangeWithTheStatusOfAConditionAlone() {
    ServeApplication application = application();
    application.setStatus(status(application, seen(unready("A", Reason.ROLLING_OUT)), FIRST));

    ServeApplicationStatus status =
        status(application, seen(unready("A", Reason.CRASH_LOOP)), LATER);

    assertThat(find(status, ConditionType.READY).lastTransitionTime())
        .isEqualTo("2026-11-22T10:00:00Z");
    assertThat(find(status, ConditionType.DEGRADED).lastTransitionTime())
        .isEqualTo("2026-11-22T10:01:00Z");
  }

  @Test
  void theSameIsEqualAtAnyTime() {
    ServeApplication application = application();
    ServeApplicationStatus first = status(application, seen(ready("A")), FIRST);
    application.setStatus(first);

    assertThat(status(application, seen(ready("A")), LATER)).isEqualTo(first);
  }

  @Test
  void findingsAreNamed() {
    ServeApplicationStatus invalid =
        status(
            application(),
            new ObservedApplication(
                List.of(ready("A")),
                List.of(
                    Finding.error(
                        FindingReason.POD_TEMPLATE_INVALID,
                        "spec.deployments[A].podTemplate",
                        "is no pod template")),
                List.of(),
                List.of(),
                Optional.empty()),
            FIRST);

    assertCondition(invalid, ConditionType.SPEC_VALID, ConditionStatus.FALSE, Reason.SPEC_INVALID);
    assertCondition(invalid, ConditionType.READY, ConditionStatus.FALSE, Reason.SPEC_INVALID);
    assertThat(find(invalid, ConditionType.SPEC_VALID).message())
        .isEqualTo("spec.deployments[A].podTemplate: is no pod template");
  }

  @Test
  void noticesAreNamedAndHarmless() {
    ServeApplicationStatus status =
        status(
            application(),
            new ObservedApplication(
                List.of(ready("A")),
                List.of(
                    Finding.notice(
                        FindingReason.VARIANTS_INACTIVE,
                        "spec.deployments[A].variants",
                        "get no calls yet")),
                List.of(),
                List.of(),
                Optional.empty()),
            FIRST);

    assertCondition(
        status, ConditionType.SPEC_VALID, ConditionStatus.TRUE, Reason.ACCEPTED_IN_PART);
    assertCondition(status, ConditionType.READY, ConditionStatus.TRUE, Reason.ALL_READY);
    assertThat(find(status, ConditionType.SPEC_VALID).message())
        .contains("spec.deployments[A].variants");
  }

  @Test
  void obstaclesAreNamed() {
    ServeApplicationStatus status =
        status(
            application(),
            new ObservedApplication(
                List.of(ready("A")),
                List.of(),
                List.of(new Cause(Reason.FOREIGN_OBJECT, "Service a belongs to somebody")),
                List.of(),
                Optional.empty()),
            FIRST);

    for (ConditionType type : List.of(ConditionType.READY, ConditionType.SPEC_VALID)) {
      assertCondition(status, type, ConditionStatus.FALSE, Reason.FOREIGN_OBJECT);
    }
    assertCondition(status, ConditionType.DEGRADED, ConditionStatus.TRUE, Reason.FOREIGN_OBJECT);
  }

  @Test
  void aFailureKeepsTheRest() {
    ServeApplication application = application();
    application.setStatus(status(application, seen(ready("A")), FIRST));

    ServeApplicationStatus failed =
        StatusOfApplication.ofFailure(application, "connection refused", LATER);

    assertCondition(failed, ConditionType.DEGRADED, ConditionStatus.TRUE, Reason.RECONCILE_FAILED);
    assertCondition(failed, ConditionType.READY, ConditionStatus.TRUE, Reason.ALL_READY);
    assertThat(failed.conditions()).hasSize(5);
    assertThat(failed.deployments()).isEqualTo(application.getStatus().deployments());
  }

  private static ServeApplication application() {
    ServeApplication application =
        ServeApplicationYaml.read(
            """
            apiVersion: serving.serval.dev/v1alpha1
            kind: ServeApplication
            metadata: {name: recsys, namespace: shop}
            spec:
              image: registry.example/recsys:1
              deployments: [{name: A}, {name: B}]
            """);
    application.getMetadata().setGeneration(5L);
    return application;
  }

  private static ServeApplicationStatus status(
      ServeApplication application, ObservedApplication seen, Instant now) {
    return StatusOfApplication.of(application, seen, now);
  }

  private static ObservedApplication seen(ObservedDeployment... deployments) {
    return new ObservedApplication(
        List.of(deployments), List.of(), List.of(), List.of(), Optional.empty());
  }

  private static ObservedDeployment ready(String name) {
    return new ObservedDeployment(
        counted(name), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static ObservedDeployment unready(String name, Reason reason) {
    return unready(name, reason, "why " + name);
  }

  private static ObservedDeployment unready(String name, Reason reason, String message) {
    return new ObservedDeployment(
        counted(name), Optional.of(new Cause(reason, message)), Optional.empty(), Optional.empty());
  }

  private static ObservedDeployment concerned(String name) {
    return new ObservedDeployment(
        counted(name),
        Optional.empty(),
        Optional.of(new Cause(Reason.SETTINGS_REFUSED, "refused by " + name)),
        Optional.empty());
  }

  private static DeploymentStatus counted(String name) {
    return new DeploymentStatus(name, "6c9f", 1, 1, 1, null, null, 1, null, null, null, List.of());
  }

  private static Condition find(ServeApplicationStatus status, ConditionType type) {
    return Conditions.find(status.conditions(), type).orElseThrow();
  }

  private static void assertCondition(
      ServeApplicationStatus status, ConditionType type, ConditionStatus holds, Reason reason) {
    assertThat(find(status, type).status()).as(type.text()).isEqualTo(holds);
    assertThat(find(status, type).reason()).as(type.text()).isEqualTo(reason.text());
    assertThat(find(status, type).observedGeneration()).isEqualTo(5);
  }
}
