package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** How long a leader may look at nothing. */
class ScalingLoopLooksTest {

  @Test
  void aLeaderThatLooksNoMoreIsNotAlive() {
    assertThat(ScalingLoopLooks.of(Duration.ZERO).getStatus()).isEqualTo(Status.UP);
    assertThat(ScalingLoopLooks.of(Duration.ofSeconds(29)).getStatus()).isEqualTo(Status.UP);
    assertThat(ScalingLoopLooks.of(Duration.ofSeconds(30)).getStatus()).isEqualTo(Status.DOWN);
  }
}
