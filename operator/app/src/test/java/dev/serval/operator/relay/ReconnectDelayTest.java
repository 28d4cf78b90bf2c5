package dev.serval.operator.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ReconnectDelayTest {

  /** The longest that any source could give. */
  private static final RandomGenerator LONGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 0;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  @Test
  void waitsGrowUpToTheLongestAndStartAgain() {
    ReconnectDelay delay = new ReconnectDelay(LONGEST);

    assertThat(new long[] {delay.next(), delay.next(), delay.next()})
        .containsExactly(200, 400, 800);
    for (int i = 0; i < 10; i++) {
      delay.next();
    }
    assertThat(delay.next()).isEqualTo(ReconnectDelay.LONGEST.toMillis());
    delay.startAgain();
    assertThat(delay.next()).isEqualTo(ReconnectDelay.FIRST.toMillis());
  }

  @Test
  void waitsAreAnythingUpToThat() {
    ReconnectDelay delay = new ReconnectDelay(RandomGenerator.of("L64X128MixRandom"));

    for (int i = 0; i < 1_000; i++) {
      assertThat(delay.next()).isBetween(0L, ReconnectDelay.LONGEST.toMillis());
    }
  }
}
