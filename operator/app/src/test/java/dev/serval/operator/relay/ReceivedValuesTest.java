package dev.serval.operator.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.metricsapi.ServedValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceivedValuesTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  private final ReceivedValues values = new ReceivedValues(2);

  @Test
  void theNewestOfEachDeploymentCounts() {
    take(NOW, value("Ranker", 1, NOW));
    take(NOW.plusSeconds(2), value("Ranker", 2, NOW.plusSeconds(2)));
    take(NOW.plusSeconds(3), value("Ranker", 3, NOW.plusSeconds(1)));

    assertThat(values.of("shop", NOW.plusSeconds(3)))
        .containsExactly(value("Ranker", 2, NOW.plusSeconds(2)));
    assertThat(values.of("bank", NOW)).isEmpty();
  }

  @Test
  void anOldValueIsNone() {
    take(NOW, value("Ranker", 1, NOW.minus(ReceivedValues.VALIDITY).minusMillis(1)));
    assertThat(values.of("shop", NOW)).isEmpty();

    take(NOW, value("Ranker", 1, NOW));
    assertThat(values.of("shop", NOW.plus(ReceivedValues.VALIDITY))).hasSize(1);
    assertThat(values.of("shop", NOW.plus(ReceivedValues.VALIDITY).plusMillis(1))).isEmpty();
  }

  @Test
  void whatWasToldBeforeTheCalendarWasSetBackMakesWay() {
    take(NOW, value("Ranker", 1, NOW));
    Instant back = NOW.minus(Duration.ofHours(1));
    assertThat(values.of("shop", back)).as("it may be old").isEmpty();

    take(back, value("Ranker", 2, back));

    assertThat(values.of("shop", back)).containsExactly(value("Ranker", 2, back));
  }

  @Test
  void thereAreNoMoreThanTheBoundAndOldOnesMakeRoom() {
    take(NOW, value("A", 1, NOW), value("B", 1, NOW), value("C", 1, NOW));
    assertThat(values.of("shop", NOW))
        .extracting(ServedValue::deployment)
        .containsExactlyInAnyOrder("A", "B");

    Instant later = NOW.plusSeconds(10);
    take(later, value("C", 1, later), value("B", 2, later));
    assertThat(values.of("shop", later))
        .extracting(ServedValue::deployment)
        .containsExactlyInAnyOrder("A", "B");

    Instant last = NOW.plusSeconds(20);
    take(last, value("C", 1, last));
    assertThat(values.of("shop", last))
        .containsExactlyInAnyOrder(value("B", 2, later), value("C", 1, last));
  }

  private void take(Instant now, ServedValue... told) {
    values.take(
        List.of(told).stream().map(value -> new NamespacedValue("shop", value)).toList(), now);
  }

  private static ServedValue value(String deployment, long milli, Instant at) {
    return new ServedValue("recsys", deployment, milli, at);
  }
}
