package dev.serval.operator.metricsapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A number that a user sets beside Kubernetes' own controller. */
class ScaledByHandIT extends AutoscalerFixture {

  private static final int BEFORE = 3;
  private static final int BY_HAND = 5;

  /** Longer than the test: the load asks for no other number in time. */
  private static final Duration DOWNSCALE_DELAY = Duration.ofMinutes(10);

  /** The autoscaler comes before the operator's look in one of four. */
  private static final int ATTEMPTS = 10;

  @Override
  List<FormulaVector> vectors() {
    return List.of(FormulaVector.of("3, 3, 6, 2, 1, 1, 1, 10, 3, NOBODY, by hand"));
  }

  @Test
  void theNumberStaysUnlessTheAutoscalerLooksFirst() {
    FormulaRun run = runs.values().iterator().next();
    follow(DOWNSCALE_DELAY);
    report();
    awaitLooks(run, System.nanoTime());

    int attempts = 0;
    do {
      run.scaleByHand(BY_HAND);
      attempts++;
      long scaled = System.nanoTime();
      awaitLooks(run, scaled);
    } while (run.numbers().getLast() != BY_HAND && attempts < ATTEMPTS);
    awaitLooks(run, run.lastChange());

    assertThat(run.numbers().getLast()).as("after %d attempts", attempts).isEqualTo(BY_HAND);
    assertThat(Set.copyOf(run.numbers())).containsExactlyInAnyOrder(BEFORE, BY_HAND);
    assertThat(run.numbers())
        .as("the old number once more for each attempt at most")
        .hasSizeLessThanOrEqualTo(2 + 2 * attempts);
  }

  /** The autoscaler has looked, and again at what came of that. */
  private static void awaitLooks(FormulaRun run, long since) {
    await("looks of the autoscaler").until(() -> run.readsSince(since) >= 3);
  }
}
