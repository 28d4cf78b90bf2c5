package dev.serval.samples.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What is printed, as text. */
public final class Report {

  private static final double MICROS_PER_MILLI = 1_000;
  private static final double MILLIS_PER_SECOND = 1_000;

  private Report() {}

  /** The line above the progress lines. */
  public static String header() {
    return "%6s %9s %8s %6s %6s %7s %9s %9s %8s %7s"
        .formatted(
            "time", "req/s", "ok", "4xx", "503", "errors", "p50 ms", "p99 ms", "queued", "batch");
  }

  /**
   * One second of the run.
   *
   * @param elapsed since the beginning
   * @param queued calls that wait in the server
   * @param meanBatch items in a batch, 0 for no batches
   */
  public static String progress(
      Duration elapsed, Period second, OptionalDouble queued, double meanBatch) {
    boolean served = second.ok() > 0;
    return "%5ds %9.0f %8d %6d %6d %7d %9s %9s %8s %7s"
        .formatted(
            Math.round(elapsed.toMillis() / MILLIS_PER_SECOND),
            second.rate(),
            second.ok(),
            second.clientErrors(),
            second.backPressured(),
            second.errors(),
            served ? millis(second.latencies().p50()) : "-",
            served ? millis(second.latencies().p99()) : "-",
            queued.isPresent() ? "%.0f".formatted(queued.getAsDouble()) : "-",
            meanBatch > 0 ? String.format(Locale.ROOT, "%.1f", meanBatch) : "-");
  }

  /** The whole run, one figure a line. */
  public static String summary(Period run, Tally tally) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "requests  %d in %.1f s, %.0f/s (%.0f/s served)"
            .formatted(
                run.requests(),
                run.length().toMillis() / MILLIS_PER_SECOND,
                run.rate(),
                run.okRate()));
    if (run.ok() > 0) {
      Latencies latencies = run.latencies();
      lines.add(
          "latency   p50 %s   p90 %s   p99 %s   max %s ms"
              .formatted(
                  millis(latencies.p50()),
                  millis(latencies.p90()),
                  millis(latencies.p99()),
                  millis(latencies.max())));
    }
    StringBuilder statuses = new StringBuilder("status   ");
    tally.statuses().forEach((status, count) -> statuses.append(" " + status + ": " + count + " "));
    long unanswered =
        run.requests() - tally.statuses().values().stream().mapToLong(count -> count.sum()).sum();
    if (unanswered > 0) {
      statuses.append(" no answer: ").append(unanswered);
    }
    lines.add(statuses.toString().stripTrailing());
    for (ErrorExamples.Kind kind : tally.errors().kinds()) {
      lines.add("%8d× %s".formatted(kind.count(), kind.example()));
    }
    if (tally.errors().others() > 0) {
      lines.add("%8d× others".formatted(tally.errors().others()));
    }
    return String.join("\n", lines) + "\n";
  }

  /** Microseconds as milliseconds, with three digits that matter. */
  static String millis(long micros) {
    double millis = micros / MICROS_PER_MILLI;
    int decimals = millis < 10 ? 2 : millis < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", millis);
  }
}
