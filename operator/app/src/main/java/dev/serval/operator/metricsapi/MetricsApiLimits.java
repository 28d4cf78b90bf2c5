package dev.serval.operator.metricsapi;

import java.time.Duration;

/**
 * How much the metrics API takes, so that nobody can make it do or keep more.
 *
 * @param connections that are open at a time
 * @param connectionsOfAddress that are open at a time from one address
 * @param reviews of rights that the API server is asked for at a time
 * @param firstRequest how long a new connection may take to bring its first request, TLS included
 * @param idle how long a connection may take from an answer to the next request
 * @param answer how long a request may take until its answer is on its way
 */
public record MetricsApiLimits(
    int connections,
    int connectionsOfAddress,
    int reviews,
    Duration firstRequest,
    Duration idle,
    Duration answer) {

  /** For a large cluster: an autoscaler's controller asks for a few metrics at a time. */
  public static MetricsApiLimits defaults() {
    return new MetricsApiLimits(
        256, 64, 32, Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(15));
  }
}
