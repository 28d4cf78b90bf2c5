package dev.serval.samples.load;

import java.time.Duration;

/**
 * What happened in a span of time.
 *
 * @param length of the span
 * @param ok requests that were served
 * @param clientErrors requests that were answered with 4xx
 * @param backPressured requests that were answered with 503
 * @param errors requests that were answered with any other status or not at all
 * @param latencies of those that were served
 */
public record Period(
    Duration length,
    long ok,
    long clientErrors,
    long backPressured,
    long errors,
    Latencies latencies) {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Requests that ended in this span. */
  public long requests() {
    return ok + clientErrors + backPressured + errors;
  }

  /** Requests per second. */
  public double rate() {
    return perSecond(requests());
  }

  /** Served requests per second. */
  public double okRate() {
    return perSecond(ok);
  }

  private double perSecond(long count) {
    return length.isZero() ? 0 : count * NANOS_PER_SECOND / length.toNanos();
  }
}
