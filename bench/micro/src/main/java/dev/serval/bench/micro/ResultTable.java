package dev.serval.bench.micro;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The results as a plain table. */
final class ResultTable {

  private static final String ALLOCATION = "gc.alloc.rate.norm";
  private static final List<String> HEADER =
      List.of("benchmark", "params", "ns/op", "± error", "B/op");
  private static final int WORD_COLUMNS = 2;

  private ResultTable() {}

  static String of(Collection<RunResult> results) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    results.forEach(result -> rows.add(row(result)));
    return format(rows);
  }

  private static List<String> row(RunResult result) {
    Result<?> time = result.getPrimaryResult();
    Result<?> allocation = result.getSecondaryResults().get(ALLOCATION);
    return List.of(
        shortName(result.getParams().getBenchmark()),
        parameters(result.getParams()),
        number(time.getScore()),
        number(time.getScoreError()),
        allocation == null ? "?" : String.format(Locale.ROOT, "%.0f", allocation.getScore()));
  }

  /** One result on one line. */
  static String line(RunResult result) {
    List<String> row = row(result);
    return "%s %s: %s ± %s ns/op, %s B/op"
        .formatted(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4))
        .replace(" :", ":");
  }

  /** {@code dev.serval.bench.micro.CodecBenchmark.encode} as {@code Codec.encode}. */
  static String shortName(String benchmark) {
    String[] parts = benchmark.split("\\.");
    String type = parts[parts.length - 2].replaceFirst("Benchmark$", "");
    return type + '.' + parts[parts.length - 1];
  }

  private static String parameters(BenchmarkParams params) {
    return params.getParamsKeys().stream()
        .map(key -> key + '=' + params.getParam(key))
        .collect(Collectors.joining(" "));
  }

  /** Three digits that matter; below 100 with decimals. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "?";
    }
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Aligns the columns; the first row is the header. */
  static String format(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        String blanks = " ".repeat(widths[column] - cell.length());
        line.append(column < WORD_COLUMNS ? cell + blanks : blanks + cell).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
