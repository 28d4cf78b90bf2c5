package dev.serval.operator.hub.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MessageRateTest {

  @Test
  void aBurstAndThenTheRate() {
    MessageRate rate = new MessageRate(2, 0);
    for (int i = 0; i < 20; i++) {
      assertThat(rate.allows(0)).isTrue();
    }
    assertThat(rate.allows(0)).isFalse();
    assertThat(rate.allows(TimeUnit.MILLISECONDS.toNanos(500))).isTrue();
    assertThat(rate.allows(TimeUnit.MILLISECONDS.toNanos(500))).isFalse();
  }

  @Test
  void whoIsWithinTheRateIsNeverRefused() {
    MessageRate rate = new MessageRate(2, 0);
    for (int i = 1; i < 10_000; i++) {
      assertThat(rate.allows(TimeUnit.MILLISECONDS.toNanos(500L * i))).isTrue();
    }
  }

  @Test
  void restIsNotSavedUpBeyondTheBurst() {
    MessageRate rate = new MessageRate(2, 0);
    long later = TimeUnit.HOURS.toNanos(1);
    for (int i = 0; i < 20; i++) {
      assertThat(rate.allows(later)).isTrue();
    }
    assertThat(rate.allows(later)).isFalse();
  }
}
