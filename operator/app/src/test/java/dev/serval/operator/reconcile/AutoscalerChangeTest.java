package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import org.junit.jupiter.api.Test;

class AutoscalerChangeTest {

  @Test
  void theLoadThatItSawIsNothingNew() {
    HorizontalPodAutoscaler later =
        new HorizontalPodAutoscalerBuilder(autoscaler())
            .editMetadata()
            .withResourceVersion("8")
            .endMetadata()
            .editStatus()
            .withDesiredReplicas(5)
            .withLastScaleTime("2026-11-27T10:00:00Z")
            .endStatus()
            .build();

    assertThat(AutoscalerChange.saysTheSame(later, autoscaler())).isTrue();
  }

  @Test
  void itsWordsAreSomethingNew() {
    HorizontalPodAutoscaler later =
        new HorizontalPodAutoscalerBuilder(autoscaler())
            .editStatus()
            .editFirstCondition()
            .withMessage("no such server")
            .endCondition()
            .endStatus()
            .build();

    assertThat(AutoscalerChange.saysTheSame(later, autoscaler())).isFalse();
  }

  @Test
  void whatSomebodyChangedIsSomethingNew() {
    HorizontalPodAutoscaler bounds =
        new HorizontalPodAutoscalerBuilder(autoscaler())
            .editSpec()
            .withMaxReplicas(50)
            .endSpec()
            .build();
    HorizontalPodAutoscaler labels =
        new HorizontalPodAutoscalerBuilder(autoscaler())
            .editMetadata()
            .removeFromLabels("a")
            .endMetadata()
            .build();

    assertThat(AutoscalerChange.saysTheSame(bounds, autoscaler())).isFalse();
    assertThat(AutoscalerChange.saysTheSame(labels, autoscaler())).isFalse();
  }

  private static HorizontalPodAutoscaler autoscaler() {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName("recsys-ranker")
        .withResourceVersion("7")
        .addToLabels("a", "b")
        .endMetadata()
        .withNewSpec()
        .withMaxReplicas(5)
        .endSpec()
        .withNewStatus()
        .withDesiredReplicas(2)
        .addNewCondition()
        .withType("ScalingActive")
        .withStatus("True")
        .withReason("ValidMetricFound")
        .withMessage("fine")
        .endCondition()
        .endStatus()
        .build();
  }
}
