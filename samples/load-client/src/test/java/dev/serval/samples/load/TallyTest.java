package dev.serval.samples.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TallyTest {

  private final Tally tally = new Tally();

  private void served(int count, long millis) {
    for (int i = 0; i < count; i++) {
      tally.answered(new HttpAnswer(200, ""), TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  @Test
  void countsEachPeriodByItself() {
    served(10, 1);
    Period first = tally.nextPeriod(Duration.ofSeconds(1));
    served(30, 5);
    tally.answered(new HttpAnswer(503, "busy"), 1);
    Period second = tally.nextPeriod(Duration.ofMillis(500));

    assertThat(first.ok()).isEqualTo(10);
    assertThat(first.rate()).isEqualTo(10);
    assertThat(first.latencies().p50()).isBetween(999L, 1_001L);
    assertThat(second.ok()).isEqualTo(30);
    assertThat(second.backPressured()).isEqualTo(1);
    assertThat(second.rate()).isEqualTo(62);
    assertThat(second.okRate()).isEqualTo(60);
    assertThat(second.latencies().p50()).isBetween(4_990L, 5_010L);
  }

  @Test
  void addsUpThePeriods() {
    served(89, 1);
    tally.nextPeriod(Duration.ofSeconds(1));
    served(10, 10);
    served(1, 100);
    tally.nextPeriod(Duration.ofSeconds(1));

    Period run = tally.allPeriods(Duration.ofSeconds(2));

    assertThat(run.ok()).isEqualTo(100);
    assertThat(run.rate()).isEqualTo(50);
    assertThat(run.latencies().p50()).isBetween(999L, 1_001L);
    assertThat(run.latencies().p90()).isBetween(9_990L, 10_010L);
    assertThat(run.latencies().p99()).isBetween(9_990L, 10_010L);
    assertThat(run.latencies().max()).isBetween(99_900L, 100_100L);
  }

  @Test
  void tellsOutcomesApartAndMeasuresTheServedOnesAlone() {
    served(1, 7);
    tally.answered(new HttpAnswer(302, ""), TimeUnit.MILLISECONDS.toNanos(7));
    tally.answered(new HttpAnswer(404, "none"), TimeUnit.SECONDS.toNanos(9));
    tally.answered(new HttpAnswer(503, "busy"), TimeUnit.SECONDS.toNanos(9));
    tally.answered(new HttpAnswer(500, "failed"), TimeUnit.SECONDS.toNanos(9));
    tally.failed("the server closed the connection");

    Period period = tally.nextPeriod(Duration.ofSeconds(1));

    assertThat(period.ok()).isEqualTo(2);
    assertThat(period.clientErrors()).isEqualTo(1);
    assertThat(period.backPressured()).isEqualTo(1);
    assertThat(period.errors()).isEqualTo(2);
    assertThat(period.requests()).isEqualTo(6);
    assertThat(period.latencies().max()).isLessThan(7_100);
  }

  @Test
  void summarisesTheRun() {
    served(3, 20);
    tally.answered(new HttpAnswer(422, "userId: must be greater than 0"), 1);
    tally.failed("no answer within 30 s");
    tally.nextPeriod(Duration.ofSeconds(2));

    String summary = Report.summary(tally.allPeriods(Duration.ofSeconds(2)), tally);

    assertThat(summary)
        .contains("requests  5 in 2.0 s")
        .contains("p50 20.0   p90 20.0   p99 20.0   max 20.0 ms")
        .contains("status    200: 3  422: 1  no answer: 1")
        .contains("1× HTTP 422 userId: must be greater than 0")
        .contains("1× no answer within 30 s");
  }

  @Test
  void alignsProgressWithItsHeader() {
    served(100, 3);
    Period second = tally.nextPeriod(Duration.ofSeconds(1));

    String full = Report.progress(Duration.ofSeconds(7), second, OptionalDouble.of(12), 9.64);
    String empty =
        Report.progress(
            Duration.ofSeconds(8),
            tally.nextPeriod(Duration.ofSeconds(1)),
            OptionalDouble.empty(),
            0);

    assertThat(full).hasSameSizeAs(Report.header()).startsWith("    7s").endsWith("12     9.6");
    assertThat(empty).hasSameSizeAs(Report.header()).endsWith("-       -");
  }

  @Test
  void showsThreeDigitsThatMatter() {
    assertThat(Report.millis(1_234)).isEqualTo("1.23");
    assertThat(Report.millis(12_345)).isEqualTo("12.3");
    assertThat(Report.millis(1_234_567)).isEqualTo("1235");
  }
}
