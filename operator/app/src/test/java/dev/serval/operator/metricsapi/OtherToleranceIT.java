package dev.serval.operator.metricsapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.cluster.ReplicasOverTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kubernetes' own controller with a tolerance that the operator doesn't know. */
class OtherToleranceIT extends AutoscalerFixture {

  private static final Duration DOWNSCALE_DELAY = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  List<FormulaVector> vectors() {
    return List.of(FormulaVector.of("10, 10, 24, 2, 1, 1, 1, 20, 12, OPERATOR, a fifth more"));
  }

  @Override
  double tolerance() {
    return 0.2;
  }

  @Test
  void whatTheAutoscalerDoesNotFollowIsSetByTheOperatorAndLeftAlone() {
    FormulaRun run = runs.values().iterator().next();
    follow(DOWNSCALE_DELAY);
    long begin = System.nanoTime();
    report();

    await("another number").atMost(PATIENCE.multipliedBy(2)).until(() -> run.reached().isPresent());
    ReplicasOverTime.Change reached = run.reached().orElseThrow();
    assertThat(reached.number()).isEqualTo(12);
    assertThat(reached.managers()).containsExactly("serval-scaling");
    assertThat(Duration.ofNanos(reached.nanos() - begin)).isGreaterThan(PATIENCE);
    assertThat(run.valuesForDecided(reached.nanos()).count())
        .as("looks at a value that the autoscaler ignored")
        .isGreaterThan(5);
    await("looks of the autoscaler").until(() -> run.readsSince(reached.nanos()) >= 3);
    assertThat(run.numbers()).containsExactly(10, 12);
  }
}
