package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** Whether an operator is alive by its reconciliations. */
class ReconciliationsEndTest {

  @Test
  void oneThatTriesAgainIsNoReasonToEnd() {
    assertThat(ReconciliationsEnd.of(Duration.ZERO).getStatus()).isEqualTo(Status.UP);
    assertThat(ReconciliationsEnd.of(Duration.ofMinutes(3)).getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void oneThatNeverEndsIs() {
    assertThat(ReconciliationsEnd.of(Duration.ofMinutes(4)).getStatus()).isEqualTo(Status.DOWN);
  }
}
