package dev.serval.e2e.support;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the samples' load client says at its end.
 *
 * @param requests that it sent
 * @param failed of these, without an answer of status 200
 * @param p50Millis half of the others took no longer
 * @param p99Millis 99 in a hundred of them took no longer
 * @param summary in its own words
 */
public record ClientFigures(
    long requests, long failed, double p50Millis, double p99Millis, String summary) {

  private static final Pattern REQUESTS = Pattern.compile("(?m)^requests +(\\d+) in ");
  private static final Pattern SERVED = Pattern.compile("(?m)^status .* 200: (\\d+)");
  private static final Pattern LATENCY =
      Pattern.compile("(?m)^latency +p50 ([0-9.]+) .* p99 ([0-9.]+) ");

  /**
   * Reads what it printed.
   *
   * @throws IllegalStateException if there are no figures in it; the message has all of it
   */
  static ClientFigures read(String printed) {
    MatchResult requests = find(REQUESTS, printed);
    MatchResult served = find(SERVED, printed);
    MatchResult latency = find(LATENCY, printed);
    long sent = Long.parseLong(requests.group(1));
    return new ClientFigures(
        sent,
        sent - Long.parseLong(served.group(1)),
        Double.parseDouble(latency.group(1)),
        Double.parseDouble(latency.group(2)),
        printed.substring(requests.start()).strip());
  }

  private static MatchResult find(Pattern pattern, String printed) {
    return pattern
        .matcher(printed)
        .results()
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("The load client says no figures:\n" + printed));
  }

  @Override
  public String toString() {
    return summary.replace("\n", "; ");
  }
}
