package dev.serval.operator.plan.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.crds.schema.Timespan;
import dev.serval.crds.v1alpha1.scaling.Autoscaling;
import dev.serval.crds.v1alpha1.scaling.ScalingMode;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PolicyOfSpecTest {

  @Test
  void whatIsAbsentIsTheResourcesDefault() {
    assertThat(PolicyOfSpec.of(bounds(null, null, null), false))
        .isEqualTo(ScalingPolicy.between(1, 1).build());
    assertThat(PolicyOfSpec.mode(bounds(null, null, null))).isEqualTo(ScalingMode.HPA);
  }

  @Test
  void everyFieldIsTaken() {
    Autoscaling all =
        new Autoscaling(
            ScalingMode.NATIVE,
            2,
            9,
            3,
            1.5,
            new Timespan("5s"),
            new Timespan("1m30s"),
            new Timespan("1h"),
            new Timespan("10s"),
            0.5,
            2.0);

    assertThat(PolicyOfSpec.of(all, false))
        .isEqualTo(
            ScalingPolicy.between(2, 9)
                .initialReplicas(3)
                .targetOngoingRequests(1.5)
                .upscaleDelay(Duration.ofSeconds(5))
                .downscaleDelay(Duration.ofSeconds(90))
                .downscaleToZeroDelay(Duration.ofHours(1))
                .lookBackPeriod(Duration.ofSeconds(10))
                .upscalingFactor(0.5)
                .downscalingFactor(2)
                .build());
  }

  @Test
  void maxReplicasIsMinReplicasAndAtLeastOne() {
    assertThat(PolicyOfSpec.of(bounds(4, null, null), false))
        .isEqualTo(ScalingPolicy.between(4, 4).build());
    assertThat(PolicyOfSpec.of(bounds(0, null, null), false))
        .isEqualTo(ScalingPolicy.between(0, 1).build());
  }

  @Test
  void whatAnswersHttpKeepsAReplica() {
    assertThat(PolicyOfSpec.of(bounds(0, 5, 0), true))
        .isEqualTo(ScalingPolicy.between(1, 5).build());
    assertThat(PolicyOfSpec.of(bounds(0, 5, 0), false))
        .isEqualTo(ScalingPolicy.between(0, 5).initialReplicas(0).build());
  }

  @Test
  void whatANewerSchemaAllowsIsRefusedByName() {
    assertThatThrownBy(() -> PolicyOfSpec.of(bounds(1, 5000, null), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxReplicas is 5000");
  }

  private static Autoscaling bounds(Integer least, Integer most, Integer initial) {
    return new Autoscaling(null, least, most, initial, null, null, null, null, null, null, null);
  }
}
