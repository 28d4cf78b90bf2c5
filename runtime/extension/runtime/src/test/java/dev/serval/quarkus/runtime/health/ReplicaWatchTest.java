package dev.serval.quarkus.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.quarkus.runtime.config.HealthSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a replica is ill. */
class ReplicaWatchTest {

  private static final HealthSettings THREE_FAILURES =
      new HealthSettings(Duration.ofMillis(10), Duration.ofMillis(10), 3);

  @Test
  void onlyFailuresInARowCount() {
    ReplicaWatch watch = new ReplicaWatch("r", () -> {}, THREE_FAILURES);

    watch.judge("a");
    watch.judge("b");
    watch.judge(null);
    watch.judge("c");
    watch.judge("d");
    assertThat(watch.illness()).isNull();

    watch.judge("e");
    assertThat(watch.illness()).isEqualTo("e");

    watch.judge(null);
    assertThat(watch.illness()).isNull();
  }

  @Test
  void aCheckThatDoesNotReturnIsAFailureAndIsInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(3);
    ReplicaWatch.Check hanging =
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException timeout) {
            interrupted.countDown();
          }
        };
    try (ReplicaWatch watch = new ReplicaWatch("r", hanging, THREE_FAILURES)) {
      watch.start();

      assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
      while (watch.illness() == null) {
        Thread.onSpinWait();
      }
      assertThat(watch.illness()).isEqualTo("did not answer within PT0.01S");
    }
  }
}
