package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long reconciliations run. */
class RunningReconciliationsTest {

  private final RunningReconciliations running = new RunningReconciliations();

  @Test
  void theOneThatBeganFirstCounts() {
    long first = running.begin(seconds(10));
    long second = running.begin(seconds(20));
    assertThat(running.longest(seconds(30))).isEqualTo(Duration.ofSeconds(20));

    running.end(first);
    assertThat(running.longest(seconds(30))).isEqualTo(Duration.ofSeconds(10));

    running.end(second);
    assertThat(running.longest(seconds(30))).isZero();
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
