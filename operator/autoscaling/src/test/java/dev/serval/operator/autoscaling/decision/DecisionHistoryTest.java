package dev.serval.operator.autoscaling.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DecisionHistoryTest {

  private final ScalingPolicy atOnce =
      ScalingPolicy.between(1, 100).upscaleDelay(Duration.ZERO).targetOngoingRequests(100).build();

  @Test
  void isEmptyBeforeTheFirstDecision() {
    assertThat(DecisionHistory.EMPTY.latest()).isEmpty();
    assertThat(DecisionHistory.EMPTY.changes()).isEmpty();
  }

  @Test
  void keepsTheLatestAndTheLastTenChanges() {
    Trace trace = new Trace(atOnce, 1);
    DecisionHistory history = DecisionHistory.EMPTY;
    for (int replicas = 2; replicas <= 13; replicas++) {
      history = history.with(trace.at(2 * replicas, replicas * 100));
      history = history.with(trace.at(2 * replicas + 1, replicas * 100));
    }

    assertThat(history.latest().orElseThrow().reason()).isEqualTo(ScalingReason.STEADY);
    assertThat(history.changes())
        .extracting(Decision::target)
        .containsExactly(13, 12, 11, 10, 9, 8, 7, 6, 5, 4);
    assertThat(history.changes()).allMatch(Decision::changes);
  }
}
