package dev.serval.operator.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.CallCounts;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.discovery.load.ReplicaLoad;
import dev.serval.operator.discovery.load.ReplicaReport;
import dev.serval.operator.metricsapi.ServedValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelayMessagesTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final Duration SKEW = Duration.ofHours(3);
  private static final ReplicaId RANKER =
      new ReplicaId(new ApplicationId("shop", "recsys"), "Ranker", "r1");

  @Test
  void reportsCrossWithTheirAgeWhateverTheClocksSay() {
    ReplicaReport report =
        new ReplicaReport(
            RANKER,
            Long.MAX_VALUE,
            new ReplicaLoad(3, 4_000_000_000L, Map.of("Front", 3_000_000_000L), true),
            NOW.minusMillis(1_234));

    ReplicaReport there = RelayMessages.report(RelayMessages.report(report, NOW), NOW.plus(SKEW));

    assertThat(there.at()).isEqualTo(report.at().plus(SKEW));
    assertThat(there)
        .isEqualTo(
            new ReplicaReport(report.replica(), report.connection(), report.load(), there.at()));
  }

  @Test
  void whatWasReportedRegularlyCrossesBesideWhatWasReportedAtOnce() {
    ReplicaReport report =
        new ReplicaReport(
            RANKER,
            1,
            new ReplicaLoad(4, 1, Map.of(), false),
            Optional.of(new CallCounts(4_000_000_000L, Map.of("Front", 2L))),
            NOW);

    assertThat(RelayMessages.report(RelayMessages.report(report, NOW), NOW)).isEqualTo(report);
  }

  @Test
  void whatWasReportedRegularlyIsTheReportItselfWhereNothingElseIsSaid() {
    ReplicaLoad load = new ReplicaLoad(4, 1, Map.of("Front", 2L), false);
    ReplicaReport atOnce = new ReplicaReport(RANKER, 1, load, Optional.empty(), NOW);
    ReplicaReport regular = new ReplicaReport(RANKER, 1, load, NOW);

    assertThat(RelayMessages.report(regular, NOW).hasRegular()).isFalse();
    assertThat(RelayMessages.report(RelayMessages.report(regular, NOW), NOW)).isEqualTo(regular);
    assertThat(RelayMessages.report(RelayMessages.report(atOnce, NOW), NOW)).isEqualTo(regular);
  }

  @Test
  void valuesCrossWithTheirAgeToo() {
    NamespacedValue value =
        new NamespacedValue("shop", new ServedValue("recsys", "Ranker", 2_500, NOW));

    NamespacedValue there =
        RelayMessages.value(
            RelayMessages.value(value, NOW.plusMillis(70)), NOW.plus(SKEW).plusMillis(70));

    assertThat(there)
        .isEqualTo(
            new NamespacedValue(
                "shop", new ServedValue("recsys", "Ranker", 2_500, NOW.plus(SKEW))));
  }

  @Test
  void whatIsOfTheFutureIsOfNow() {
    NamespacedValue value =
        new NamespacedValue("shop", new ServedValue("recsys", "Ranker", 1, NOW.plusSeconds(9)));

    assertThat(RelayMessages.value(value, NOW).getAgeMillis()).isZero();
  }

  @Test
  void impossibleValuesAreRefused() {
    assertThatThrownBy(
            () ->
                RelayMessages.value(
                    dev.serval.relay.v1.ServedValue.newBuilder().setMilli(-1).build(), NOW))
        .hasMessage("milli is -1, below 0");
    assertThatThrownBy(
            () -> RelayMessages.value(dev.serval.relay.v1.ServedValue.getDefaultInstance(), NOW))
        .hasMessage("namespace has 0 characters, of 1 to 253");
  }
}
