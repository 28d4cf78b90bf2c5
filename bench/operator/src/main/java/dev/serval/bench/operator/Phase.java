package dev.serval.bench.operator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A part of the bench.
 *
 * @param name what happens in it
 * @param took how long
 * @param applications that it is about, for the requests of each
 * @param used by the operator meanwhile
 */
record Phase(String name, Duration took, int applications, Figures used) {

  private static final double MEBIBYTE = 1 << 20;

  /** A table of phases, for a terminal and for Markdown alike. */
  static String table(List<Phase> phases) {
    StringBuilder table =
        new StringBuilder(
            "| phase | s | reads | writes | watches | writes per application | CPU s | live heap"
                + " MiB | resident MiB |\n"
                + "|---|---|---|---|---|---|---|---|---|\n");
    for (Phase phase : phases) {
      table.append(phase.row());
    }
    return table.toString();
  }

  private String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %d | %d | %d | %.1f | %.1f | %.0f | %.0f |%n",
        name,
        took.toMillis() / 1e3,
        used.reads(),
        used.writes(),
        used.watches(),
        (double) used.writes() / applications,
        used.processor().toMillis() / 1e3,
        used.liveBytes() / MEBIBYTE,
        used.residentBytes() / MEBIBYTE);
  }
}
