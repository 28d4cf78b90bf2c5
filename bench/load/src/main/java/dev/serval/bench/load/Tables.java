package dev.serval.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Lays results out: ours beside theirs, and every system by itself with its ranges. */
final class Tables {

  private static final String NONE = "–";

  private final Results results;

  Tables(Results results) {
    this.results = results;
  }

  /** One row for each of ours against each of theirs; a side with nothing measured stays empty. */
  Table comparison() {
    List<List<String>> rows = new ArrayList<>();
    for (Shape shape : results.shapes()) {
      for (int concurrency : shape.concurrency()) {
        List<Optional<Cell>> theirs = side(false, shape, concurrency);
        for (Optional<Cell> our : side(true, shape, concurrency)) {
          for (Optional<Cell> their : theirs) {
            if (our.isPresent() || their.isPresent()) {
              rows.add(comparison(shape, concurrency, our, their));
            }
          }
        }
      }
    }
    return new Table(
        List.of(
            "shape",
            "ours",
            "theirs",
            "c",
            "ours /s",
            "theirs /s",
            "ratio",
            "ours p50 / p99 ms",
            "theirs p50 / p99 ms",
            "p50 ratio",
            "errors",
            "MiB"),
        rows,
        3);
  }

  private List<Optional<Cell>> side(boolean ours, Shape shape, int concurrency) {
    List<Optional<Cell>> cells =
        results.side(ours, shape, concurrency).stream()
            .map(system -> results.cell(system, shape, concurrency))
            .toList();
    return cells.isEmpty() ? List.of(Optional.empty()) : cells;
  }

  private static List<String> comparison(
      Shape shape, int concurrency, Optional<Cell> our, Optional<Cell> their) {
    return List.of(
        shape.name(),
        our.map(Cell::system).orElse(NONE),
        their.map(Cell::system).orElse(NONE),
        Integer.toString(concurrency),
        show(our, cell -> count(cell.rate().median())),
        show(their, cell -> count(cell.rate().median())),
        ratio(our, their, Cell::rate),
        show(our, Tables::latencies),
        show(their, Tables::latencies),
        ratio(our, their, Cell::p50Micros),
        show(our, cell -> Long.toString(cell.errors()))
            + " / "
            + show(their, cell -> Long.toString(cell.errors())),
        show(our, cell -> count(cell.residentMib().median()))
            + " / "
            + show(their, cell -> count(cell.residentMib().median())));
  }

  /** One row for each system, with the range over the rounds. */
  Table details() {
    List<List<String>> rows = new ArrayList<>();
    for (Shape shape : results.shapes()) {
      for (int concurrency : shape.concurrency()) {
        for (SystemUnderTest system : results.systems()) {
          results.cell(system, shape, concurrency).ifPresent(cell -> rows.add(detail(cell)));
        }
      }
    }
    return new Table(
        List.of(
            "shape",
            "system",
            "c",
            "/s (min–max)",
            "p50 ms (min–max)",
            "p99 ms (min–max)",
            "errors",
            "CPU µs/call",
            "processes",
            "MiB",
            "MiB each"),
        rows,
        2);
  }

  private static List<String> detail(Cell cell) {
    List<ProcessUse> uses = cell.measurements().getLast().processes();
    return List.of(
        cell.shape(),
        cell.system(),
        Integer.toString(cell.concurrency()),
        range(cell.rate(), Tables::count),
        range(cell.p50Micros(), Tables::millis),
        range(cell.p99Micros(), Tables::millis),
        Long.toString(cell.errors()),
        count(cell.cpuMicrosPerCall().median()),
        Integer.toString(uses.stream().mapToInt(ProcessUse::processes).sum()),
        count(cell.residentMib().median()),
        String.join("+", uses.stream().map(use -> count(use.residentMib())).toList()));
  }

  private static String show(Optional<Cell> cell, Function<Cell, String> figure) {
    return cell.map(figure).orElse(NONE);
  }

  private static String ratio(
      Optional<Cell> our, Optional<Cell> their, Function<Cell, Summary> figure) {
    if (our.isEmpty() || their.isEmpty()) {
      return NONE;
    }
    double ratio = figure.apply(our.get()).median() / figure.apply(their.get()).median();
    return String.format(Locale.ROOT, ratio < 10 ? "%.2f×" : "%.0f×", ratio);
  }

  private static String latencies(Cell cell) {
    return millis(cell.p50Micros().median()) + " / " + millis(cell.p99Micros().median());
  }

  private static String range(Summary summary, Function<Double, String> show) {
    return summary.min() == summary.max()
        ? show.apply(summary.median())
        : "%s (%s–%s)"
            .formatted(
                show.apply(summary.median()), show.apply(summary.min()), show.apply(summary.max()));
  }

  static String count(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }

  static String millis(double micros) {
    double millis = micros / 1000;
    String format = millis < 1 ? "%.3f" : millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, millis);
  }
}
