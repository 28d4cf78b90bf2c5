package dev.serval.operator.autoscaling.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ScalingPolicyTest {

  @Test
  void defaultsAreThoseOfTheResource() {
    ScalingPolicy policy = ScalingPolicy.between(1, 5).build();

    assertThat(policy.initialReplicas()).isEqualTo(1);
    assertThat(policy.targetOngoingRequests()).isEqualTo(2);
    assertThat(policy.upscaleDelay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(policy.downscaleDelay()).isEqualTo(Duration.ofSeconds(600));
    assertThat(policy.downscaleToZeroDelay()).isEqualTo(Duration.ofSeconds(600));
    assertThat(policy.lookBack().length()).isEqualTo(Duration.ofSeconds(30));
    assertThat(policy.upscalingFactor()).isEqualTo(1);
    assertThat(policy.downscalingFactor()).isEqualTo(1);
  }

  @Test
  void theDelayToZeroIsThatOfOtherStepsUnlessItIsSet() {
    ScalingPolicy.Builder builder =
        ScalingPolicy.between(0, 5).downscaleDelay(Duration.ofSeconds(7));

    assertThat(builder.build().downscaleToZeroDelay()).isEqualTo(Duration.ofSeconds(7));
    assertThat(builder.downscaleToZeroDelay(Duration.ofHours(1)).build().downscaleToZeroDelay())
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void bounds() {
    ScalingPolicy policy = ScalingPolicy.between(2, 5).build();

    assertThat(policy.bounded(0)).isEqualTo(2);
    assertThat(policy.bounded(4)).isEqualTo(4);
    assertThat(policy.bounded(1_000_000)).isEqualTo(5);
  }

  @Test
  void namesTheFieldThatIsOutOfBounds() {
    refuses(policy -> policy.targetOngoingRequests(0), "targetOngoingRequests is 0.0: it must be");
    refuses(policy -> policy.targetOngoingRequests(Double.NaN), "targetOngoingRequests is NaN");
    refuses(policy -> policy.targetOngoingRequests(65536), "above 0 and at most 65535");
    refuses(policy -> policy.upscalingFactor(0), "upscalingFactor is 0.0");
    refuses(policy -> policy.downscalingFactor(100.5), "downscalingFactor is 100.5");
    refuses(policy -> policy.upscaleDelay(Duration.ofHours(25)), "upscaleDelay is PT25H");
    refuses(policy -> policy.downscaleDelay(Duration.ofNanos(-1)), "downscaleDelay is");
    refuses(
        policy -> policy.downscaleToZeroDelay(Duration.ofDays(2)), "downscaleToZeroDelay is PT48H");
    refuses(policy -> policy.lookBackPeriod(Duration.ZERO), "lookBackPeriod is PT0S");
    refuses(policy -> policy.initialReplicas(0), "initialReplicas is 0: it must be from min");
    refuses(policy -> policy.initialReplicas(6), "initialReplicas is 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScalingPolicy.between(5, 4).build())
        .withMessage("minReplicas is 5: it must be at most maxReplicas");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScalingPolicy.between(-1, 4).build())
        .withMessageContaining("minReplicas is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScalingPolicy.between(0, 1001).build())
        .withMessageContaining("maxReplicas is 1001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScalingPolicy.between(0, 0).build())
        .withMessageContaining("maxReplicas is 0");
  }

  private static void refuses(UnaryOperator<ScalingPolicy.Builder> change, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.apply(ScalingPolicy.between(1, 5)).build())
        .withMessageContaining(message);
  }
}
