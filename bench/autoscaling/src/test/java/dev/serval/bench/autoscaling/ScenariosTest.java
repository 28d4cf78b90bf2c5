package dev.serval.bench.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.bench.autoscaling.StepScenario.Loop;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenariosTest {

  private static final Duration POD_START = Duration.ofSeconds(5);

  @ParameterizedTest
  @CsvSource({"3, 3, 15", "3, 3, 30", "10, 45, 145", "10, 45, 495"})
  void aBurstIsDecidedOnInTwoSecondsAndNotOvershot(int perReplica, int before, int after) {
    StepScenario step = new StepScenario(Loop.CLOSED, perReplica, 1000, before, after, POD_START);
    for (int seed = 0; seed < 5; seed++) {
      StepScenario.Run run = step.run(seed);
      assertThat(run.burst()).isTrue();
      assertThat(run.decisionSeconds()).isBetween(0.0, 2.1);
      assertThat(run.firstReadySeconds() - run.decisionSeconds()).isEqualTo(5.0);
      assertThat(run.overshoot()).isBetween(0, 1);
    }
  }

  @Test
  void aSmallStepWaitsForTheDelay() {
    StepScenario step = new StepScenario(Loop.CLOSED, 3, 1000, 3, 5, POD_START);

    StepScenario.Run run = step.run(1);
    assertThat(run.burst()).isFalse();
    assertThat(run.decisionSeconds()).isBetween(30.0, 32.1);
    assertThat(run.overshoot()).isZero();
  }

  @Test
  void theFirstRequestAtNoneIsDecidedOnAtOnce() {
    StepScenario step = new StepScenario(Loop.CLOSED, 3, 1000, 0, 1, POD_START);

    assertThat(step.run(1).decisionSeconds()).isZero();
  }

  @Test
  void noiseMakesNoFlaps() {
    NoiseScenario.Run run = new NoiseScenario(2, 20.6, 2).run(1);

    assertThat(run.flaps()).isZero();
    assertThat(run.lowest()).isGreaterThanOrEqualTo(10);
    assertThat(run.highest()).isLessThanOrEqualTo(14);
  }

  /** What Ray Serve asks of its own eight applications. */
  @Test
  void usersDoNotWaitWhileReplicasTakeTwoMinutesToStart() {
    ManyUsersScenario.Run run = new ManyUsersScenario(1, 200, 1, 0.1, 12).run(1);

    assertThat(run.ready()).isBetween(110, 130);
    assertThat(run.ramp().millisOf(500)).isLessThanOrEqualTo(100);
    assertThat(run.ramp().millisOf(990)).isLessThanOrEqualTo(200);
    assertThat(run.hold().millisOf(990)).isEqualTo(15);
  }

  @Test
  void heldRequestsGetAReplicaEachAndNoneMore() {
    assertThat(DoublingScenario.run(1))
        .hasSize(10)
        .allSatisfy(
            stage -> {
              assertThat(stage.asked()).isEqualTo(stage.requests());
              assertThat(stage.most()).isEqualTo(stage.requests());
            });
  }

  @Test
  void theSameSeedIsTheSameRun() {
    StepScenario step = new StepScenario(Loop.OPEN, 10, 20, 45, 145, POD_START);

    assertThat(step.run(7)).isEqualTo(step.run(7));
  }
}
