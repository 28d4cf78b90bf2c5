package dev.serval.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationYaml;
import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.crds.v1alpha1.status.ServeApplicationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The condition AutoscalingActive. */
class ScalingConditionTest {

  private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

  private final ServeApplication application =
      ServeApplicationYaml.read(
          """
          apiVersion: serving.serval.dev/v1alpha1
          kind: ServeApplication
          metadata: {name: recsys, namespace: shop}
          spec:
            image: registry.example/recsys:1
            deployments: [{name: A}, {name: B}]
          """);

  @ParameterizedTest
  @CsvSource({
    "READING_METRIC, AT_MAX, TRUE, AtMax",
    "AT_MIN, READING_METRIC, TRUE, AtMin",
    "AT_MAX, METRICS_API_TAKEN, TRUE, MetricsAPITaken",
    "METRICS_API_TAKEN, NO_DATA, FALSE, NoData",
    "METRICS_API_UNAVAILABLE, AT_MAX, TRUE, MetricsAPIUnavailable",
    "HPA_FAILED, NO_DATA, FALSE, HPAFailed",
    "HPA_FAILED, SCALE_FAILED, FALSE, ScaleFailed",
    "EXTERNAL_SCALING, READING_METRIC, TRUE, ReadingMetric",
    "EXTERNAL_SCALING, EXTERNAL_SCALING, FALSE, External",
  })
  void whatSomebodyShouldKnowFirstIsTheReason(
      Reason one, Reason other, ConditionStatus status, String reason) {
    Condition condition = condition(scaling("A", one), scaling("B", other));

    assertThat(condition.status()).isEqualTo(status);
    assertThat(condition.reason()).isEqualTo(reason);
    assertThat(condition.message()).isEqualTo("A: why A; B: why B");
  }

  @Test
  void nobodyAskedForIt() {
    assertThat(condition().reason()).isEqualTo("NotRequested");
    assertThat(condition().status()).isEqualTo(ConditionStatus.FALSE);
  }

  @Test
  void nobodyHasLookedYet() {
    Condition condition = condition(new ObservedScaling("A", Optional.empty()));

    assertThat(condition.status()).isEqualTo(ConditionStatus.FALSE);
    assertThat(condition.reason()).isEqualTo("Starting");
  }

  @Test
  void anOperatorThatHasNotLookedYetLeavesWhatTheOneBeforeSaid() {
    application.setStatus(status(scaling("A", Reason.AT_MAX)));
    application.getMetadata().setGeneration(8L);

    Condition condition = condition(new ObservedScaling("A", Optional.empty()));

    assertThat(condition.status()).isEqualTo(ConditionStatus.TRUE);
    assertThat(condition.reason()).isEqualTo("AtMax");
    assertThat(condition.observedGeneration()).isEqualTo(8);
  }

  @Test
  void whatWasNotAskedForIsNotKept() {
    application.setStatus(status());

    assertThat(condition(new ObservedScaling("A", Optional.empty())).reason())
        .isEqualTo("Starting");
  }

  private static ObservedScaling scaling(String deployment, Reason reason) {
    return new ObservedScaling(deployment, Optional.of(new Cause(reason, "why " + deployment)));
  }

  private Condition condition(ObservedScaling... scaling) {
    return Conditions.find(status(scaling).conditions(), ConditionType.AUTOSCALING_ACTIVE)
        .orElseThrow();
  }

  private ServeApplicationStatus status(ObservedScaling... scaling) {
    return StatusOfApplication.of(
        application,
        new ObservedApplication(
            List.of(), List.of(), List.of(), List.of(scaling), Optional.empty()),
        NOW);
  }
}
