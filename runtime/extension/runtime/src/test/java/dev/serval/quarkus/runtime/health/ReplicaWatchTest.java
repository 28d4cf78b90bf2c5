package dev.serval.quarkus.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.time.ManualTime;
import dev.serval.quarkus.runtime.config.HealthSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a replica is asked, and when it is ill. */
@Timeout(60)
class ReplicaWatchTest {

  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final HealthSettings THREE_FAILURES = new HealthSettings(PERIOD, TIMEOUT, 3);

  private final ManualTime time = new ManualTime();
  private final LinkedBlockingQueue<Thread> asked = new LinkedBlockingQueue<>();

  @Test
  void onlyFailuresInARowCount() {
    ReplicaWatch watch = new ReplicaWatch("r", () -> {}, THREE_FAILURES, time);

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
  void unprovenUntilTheFirstGoodAnswerAndNeverAgain() {
    ReplicaWatch watch = new ReplicaWatch("r", () -> {}, THREE_FAILURES, time);
    assertThat(watch.unproven()).isEqualTo("its health is not known yet");

    watch.judge("no GPU");
    assertThat(watch.unproven()).isEqualTo("no GPU");

    watch.judge(null);
    assertThat(watch.unproven()).isNull();

    watch.judge("no GPU");
    assertThat(watch.unproven()).isNull();
  }

  @Test
  void asksAtOnceAndThenAPeriodAfterEachAnswer() throws InterruptedException {
    ReplicaWatch.Check failing =
        () -> {
          asked.add(Thread.currentThread());
          throw new IllegalStateException("no GPU");
        };
    try (ReplicaWatch watch = new ReplicaWatch("r", failing, THREE_FAILURES, time)) {
      watch.start();
      answered();
      time.advance(PERIOD.minusNanos(1));
      assertThat(asked).isEmpty();
      time.advance(Duration.ofNanos(1));
      answered();
      assertThat(watch.illness()).isNull();
      time.advance(PERIOD);
      answered();

      assertThat(watch.illness()).isEqualTo("java.lang.IllegalStateException: no GPU");
      assertThat(time.pendingTimers()).isEqualTo(1);
    }
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void aCheckThatDoesNotReturnIsAFailureAndIsInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(3);
    ReplicaWatch.Check hanging =
        () -> {
          asked.add(Thread.currentThread());
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException timeout) {
            interrupted.countDown();
          }
        };
    try (ReplicaWatch watch = new ReplicaWatch("r", hanging, THREE_FAILURES, time)) {
      watch.start();
      for (int i = 0; i < 3; i++) {
        assertThat(watch.illness()).isNull();
        Thread asking = asked.poll(20, TimeUnit.SECONDS);
        time.advance(TIMEOUT);
        asking.join();
        time.advance(PERIOD);
      }

      assertThat(interrupted.getCount()).isZero();
      assertThat(watch.illness()).isEqualTo("did not answer within PT30S");
    }
  }

  @Test
  void closingInterruptsTheCheckThatRunsAndAsksNoMore() throws InterruptedException {
    ReplicaWatch.Check hanging =
        () -> {
          asked.add(Thread.currentThread());
          new CountDownLatch(1).await();
        };
    ReplicaWatch watch = new ReplicaWatch("r", hanging, THREE_FAILURES, time);
    watch.start();
    Thread asking = asked.poll(20, TimeUnit.SECONDS);

    watch.close();

    asking.join();
    assertThat(watch.illness()).isNull();
    assertThat(time.pendingTimers()).isZero();
  }

  private void answered() throws InterruptedException {
    asked.poll(20, TimeUnit.SECONDS).join();
  }
}
