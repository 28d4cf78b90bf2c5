package dev.serval.bench.load;

import java.util.HashMap;
import java.util.Map;

/**
 * What a load client saw in one measurement.
 *
 * @param calls calls answered
 * @param seconds how long it measured
 * @param p50Micros median latency
 * @param p99Micros 99th percentile of the latency
 * @param errors calls that failed or were answered with an error status
 * @param detail what kinds of errors, in the client's words; empty if it doesn't say
 */
public record LoadResult(
    long calls, double seconds, double p50Micros, double p99Micros, long errors, String detail) {

  private static final String MARK = "result ";

  /** Finds the result line in what a load client printed. */
  public static LoadResult parse(String output) {
    String line =
        output
            .lines()
            .filter(candidate -> candidate.startsWith(MARK))
            .reduce((first, last) -> last)
            .orElseThrow(
                () -> new BenchException("The load client printed no result line:\n" + output));
    Map<String, String> fields = new HashMap<>();
    for (String field : line.substring(MARK.length()).trim().split("\\s+")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals), field.substring(equals + 1));
      }
    }
    try {
      return new LoadResult(
          Long.parseLong(required(fields, "calls")),
          Double.parseDouble(required(fields, "seconds")),
          Double.parseDouble(required(fields, "p50_us")),
          Double.parseDouble(required(fields, "p99_us")),
          Long.parseLong(required(fields, "errors")),
          fields.getOrDefault("detail", ""));
    } catch (NumberFormatException e) {
      throw new BenchException("Not a result line: " + line);
    }
  }

  private static String required(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new BenchException("The result line has no " + name + ": " + fields);
    }
    return value;
  }

  /** Right answers per second. */
  public double rate() {
    return Math.max(0, calls - wrongAnswers()) / seconds;
  }

  // wrk counts an answer with an error status among its calls; the other errors it doesn't.
  private long wrongAnswers() {
    int at = detail.indexOf("status:");
    return at < 0 ? 0 : Long.parseLong(detail.substring(at + "status:".length()));
  }
}
