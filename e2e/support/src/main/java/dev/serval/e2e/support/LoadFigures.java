package dev.serval.e2e.support;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of load.
 *
 * @param requests that were due
 * @param failed of these, without a right answer
 * @param slow of these, answered rightly but later than {@link LoadThroughService#SLOW}
 * @param p50 half of the answers took no longer, in microseconds since they were due
 * @param p99 99 in a hundred took no longer, likewise
 * @param max none took longer, likewise
 * @param duration of the load
 * @param failures each request that failed, in the order in which they were due
 */
public record LoadFigures(
    long requests,
    long failed,
    long slow,
    long p50,
    long p99,
    long max,
    Duration duration,
    List<Failure> failures) {

  /**
   * A request without a right answer.
   *
   * @param due when it was due, since the load began
   * @param taken until it failed, since it was due
   * @param kind what came instead
   */
  public record Failure(Duration due, Duration taken, String kind) {}

  /** The failures of requests that were due later than {@code moment} since the load began. */
  public List<Failure> failuresDueAfter(Duration moment) {
    return failures.stream().filter(failure -> failure.due().compareTo(moment) > 0).toList();
  }

  /** How often each kind of failure came. */
  public Map<String, Long> kinds() {
    return failures.stream()
        .collect(Collectors.groupingBy(Failure::kind, TreeMap::new, Collectors.counting()));
  }

  /** In one line, and one more for each kind of failure. */
  @Override
  public String toString() {
    double seconds = duration.toMillis() / 1_000.0;
    String summary =
        String.format(
            Locale.ROOT,
            "%d requests in %.1f s: %d failed, %d slower than %d ms; p50 %.1f ms, p99 %.1f ms,"
                + " longest %.1f ms",
            requests,
            seconds,
            failed,
            slow,
            LoadThroughService.SLOW.toMillis(),
            p50 / 1_000.0,
            p99 / 1_000.0,
            max / 1_000.0);
    return kinds().entrySet().stream()
        .map(failure -> "\n  " + failure.getValue() + " x " + failure.getKey())
        .collect(Collectors.joining("", summary, ""));
  }
}
