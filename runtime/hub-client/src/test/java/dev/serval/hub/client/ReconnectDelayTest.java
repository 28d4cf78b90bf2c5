package dev.serval.hub.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ReconnectDelayTest {

  /** Draws the largest number there is. */
  private static final RandomGenerator LARGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }

        @Override
        public long nextLong(long origin, long bound) {
          return bound - 1;
        }
      };

  @Test
  void theWaitDoublesUpToTenSeconds() {
    ReconnectDelay delay = new ReconnectDelay(LARGEST);

    assertThat(new long[] {delay.next(), delay.next(), delay.next()})
        .containsExactly(millis(200), millis(400), millis(800));
    for (int i = 0; i < 100; i++) {
      delay.next();
    }
    assertThat(delay.next()).isEqualTo(Duration.ofSeconds(10).toNanos());
  }

  @Test
  void afterAConnectionThatStoodItIsShortAgain() {
    ReconnectDelay delay = new ReconnectDelay(LARGEST);
    delay.next();
    delay.next();

    delay.stood();

    assertThat(delay.next()).isEqualTo(millis(200));
  }

  @Test
  void replicasDoNotComeAllAtOnce() {
    Random random = new Random(3);
    long[] first = new long[1_000];
    for (int i = 0; i < first.length; i++) {
      first[i] = new ReconnectDelay(random).next();
    }

    for (int tenth = 0; tenth < 10; tenth++) {
      long from = millis(20L * tenth);
      long there = Arrays.stream(first).filter(at -> at >= from && at < from + millis(20)).count();
      assertThat(there).as("in 20 ms").isBetween(50L, 150L);
    }
  }

  @Test
  void whoeverWasRefusedWaitsLong() {
    ReconnectDelay delay = new ReconnectDelay(new Random(5));

    for (int i = 0; i < 100; i++) {
      assertThat(Duration.ofNanos(delay.nextAfterRefusal()))
          .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
