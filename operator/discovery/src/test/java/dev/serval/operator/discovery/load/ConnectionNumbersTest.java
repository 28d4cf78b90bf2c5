package dev.serval.operator.discovery.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConnectionNumbersTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private final ConnectionNumbers numbers = new ConnectionNumbers();

  @Test
  void laterConnectionsHaveGreaterNumbersInEveryHub() {
    long here = numbers.next(NOW);
    long there = new ConnectionNumbers().next(NOW.plusMillis(1));

    assertThat(there).isGreaterThan(here);
    assertThat(numbers.next(NOW.plusMillis(2))).isGreaterThan(there);
  }

  @Test
  void numbersGrowWhateverTheClockDoes() {
    long first = numbers.next(NOW);
    long second = numbers.next(NOW);
    long third = numbers.next(NOW.minusSeconds(3_600));

    assertThat(first).isPositive().isLessThan(second);
    assertThat(second).isLessThan(third);
  }
}
