package dev.serval.e2e.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Prints the figures of ramps and keeps them in {@value #FILE}, a line for each. Those worth
 * keeping are copied to {@code bench/autoscaling/results/cluster.csv}.
 */
final class RampRecord {

  private static final String FILE = "target/autoscaling.csv";

  private static final String COLUMNS =
      "date,cluster,what,from,to,decided s,first ready s,pod start s,steady s,overshoot,"
          + "requests,failed,p50 ms,p99 ms\n";

  private static final double MILLIS_PER_SECOND = 1_000;

  private RampRecord() {}

  /**
   * Keeps a ramp that has settled.
   *
   * @param home folder of the project
   */
  static void keep(Path home, String what, Ramp ramp, Answers answers) {
    System.out.printf(
        Locale.ROOT,
        "%s, %d -> %d replicas: another number after %s s, first new replica ready after %s s (pod"
            + " start %s s), steady after %s s, overshoot %d; %d requests, %d failed, p50 %.0f ms,"
            + " p99 %.0f ms%n",
        what,
        ramp.from(),
        ramp.to(),
        seconds(ramp.decided()),
        seconds(ramp.firstReady()),
        seconds(ramp.podStart()),
        seconds(ramp.steady()),
        ramp.overshoot(),
        answers.requests(),
        answers.failed(),
        answers.p50Millis(),
        answers.p99Millis());
    append(home, what, ramp, answers);
  }

  private static void append(Path home, String what, Ramp ramp, Answers answers) {
    List<String> cells =
        List.of(
            LocalDate.now(ZoneOffset.UTC).toString(),
            System.getenv().getOrDefault("CLUSTER", "current"),
            '"' + what + '"',
            String.valueOf(ramp.from()),
            String.valueOf(ramp.to()),
            seconds(ramp.decided()),
            seconds(ramp.firstReady()),
            seconds(ramp.podStart()),
            seconds(ramp.steady()),
            String.valueOf(ramp.overshoot()),
            String.valueOf(answers.requests()),
            String.valueOf(answers.failed()),
            String.format(Locale.ROOT, "%.0f", answers.p50Millis()),
            String.format(Locale.ROOT, "%.0f", answers.p99Millis()));
    Path file = home.resolve(FILE);
    try {
      Files.createDirectories(file.getParent());
      if (!Files.exists(file)) {
        Files.writeString(file, COLUMNS);
      }
      Files.writeString(file, String.join(",", cells) + '\n', StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static String seconds(Optional<Duration> duration) {
    return duration.map(RampRecord::seconds).orElse("-");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f", duration.toMillis() / MILLIS_PER_SECOND);
  }
}
