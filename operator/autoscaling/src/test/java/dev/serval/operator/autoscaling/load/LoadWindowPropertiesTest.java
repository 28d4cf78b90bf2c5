package dev.serval.operator.autoscaling.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Against every report, added up one by one. */
class LoadWindowPropertiesTest {

  private static final Duration BELIEVED = Duration.ofSeconds(5);

  /** A report so long after the one before; a negative time is one that comes late. */
  record Report(int afterMillis, int load) {}

  @Property(seed = "1")
  void isTheMeanOfTheKnownTimeToWithinTwoParts(
      @ForAll @Size(min = 1, max = 120) List<@From("reports") Report> reports,
      @ForAll @IntRange(min = 1, max = 120) int lookBackSeconds) {
    LookBack lookBack = new LookBack(Duration.ofSeconds(lookBackSeconds));
    LoadWindow window = new LoadWindow(lookBack, BELIEVED);
    List<long[]> taken = new ArrayList<>();
    long now = 0;
    for (Report report : reports) {
      long at = now + report.afterMillis();
      if (window.report(at * 1_000_000, report.load())) {
        taken.add(new long[] {at, report.load()});
        now = at;
      }
    }
    long end = now + 777;

    WindowLoad measured = window.measure(end * 1_000_000).lookBack();

    long parts = 2 * (Math.ceilDiv(lookBackSeconds * 1000L, 120) + 1);
    long span = lookBackSeconds * 1000L;
    assertThat(measured.known().toMillis())
        .isBetween(
            Math.min(span, known(taken, end, end - span)),
            Math.min(span, known(taken, end, end - span - parts)));
    double widest = highest(taken) * parts / (double) Math.max(1, measured.known().toMillis());
    measured
        .mean()
        .ifPresent(
            mean ->
                assertThat(mean)
                    .isCloseTo(mean(taken, end, end - span - parts), within(2 * widest + 1e-9)));
  }

  @Provide
  Arbitrary<Report> reports() {
    Arbitrary<Integer> after =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(0, 1500)),
            Tuple.of(1, Arbitraries.integers().between(-3000, -1)),
            Tuple.of(1, Arbitraries.integers().between(4000, 30_000)));
    return Combinators.combine(after, Arbitraries.integers().between(0, 1000)).as(Report::new);
  }

  private static long known(List<long[]> reports, long end, long from) {
    return sum(reports, end, from, false);
  }

  private static double mean(List<long[]> reports, long end, long from) {
    return sum(reports, end, from, true) / (double) known(reports, end, from);
  }

  private static long sum(List<long[]> reports, long end, long from, boolean weighted) {
    long sum = 0;
    for (int i = 0; i < reports.size(); i++) {
      long next = i + 1 < reports.size() ? reports.get(i + 1)[0] : end;
      long start = Math.max(from, reports.get(i)[0]);
      long stop = Math.min(next, reports.get(i)[0] + BELIEVED.toMillis());
      sum += Math.max(0, stop - start) * (weighted ? reports.get(i)[1] : 1);
    }
    return sum;
  }

  private static long highest(List<long[]> reports) {
    return reports.stream().mapToLong(report -> report[1]).max().orElse(0);
  }
}
