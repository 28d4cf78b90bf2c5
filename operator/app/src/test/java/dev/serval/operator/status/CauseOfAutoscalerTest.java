package dev.serval.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions as the controller of Kubernetes writes them. */
class CauseOfAutoscalerTest {

  @ParameterizedTest
  @CsvSource({
    "AbleToScale, FailedGetScale, the HPA controller was unable to get the target's current scale",
    "ScalingActive, FailedGetExternalMetric, unable to get external metric shop/x: no metrics",
    "ScalingActive, FailedGetObjectMetric, unable to get metric x: no metrics",
  })
  void whatItCannotDoIsSaidInItsWords(String type, String reason, String message) {
    Cause cause = CauseOfAutoscaler.of(withCondition(type, "False", reason, message)).orElseThrow();

    assertThat(cause.reason()).isEqualTo(Reason.HPA_FAILED);
    assertThat(cause.message())
        .isEqualTo("HorizontalPodAutoscaler recsys-ranker: " + reason + ": " + message);
  }

  @ParameterizedTest
  @CsvSource({
    "ScalingActive, False, ScalingDisabled",
    "ScalingActive, True, ValidMetricFound",
    "ScalingLimited, True, TooManyReplicas",
    "ScalingLimited, False, DesiredWithinRange",
    "AbleToScale, True, ReadyForNewScale",
  })
  void theRestIsNoFailure(String type, String status, String reason) {
    assertThat(CauseOfAutoscaler.of(withCondition(type, status, reason, "words"))).isEmpty();
  }

  @Test
  void aNewOneHasSaidNothing() {
    HorizontalPodAutoscaler fresh =
        new HorizontalPodAutoscalerBuilder()
            .withNewMetadata()
            .withName("recsys-ranker")
            .endMetadata()
            .build();

    assertThat(CauseOfAutoscaler.of(fresh)).isEmpty();
  }

  private static HorizontalPodAutoscaler withCondition(
      String type, String status, String reason, String message) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName("recsys-ranker")
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .endCondition()
        .endStatus()
        .build();
  }
}
