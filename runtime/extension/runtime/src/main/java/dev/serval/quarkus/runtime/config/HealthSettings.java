package dev.serval.quarkus.runtime.config;

import java.time.Duration;

/**
 * How the replicas of a deployment are found to be ill.
 *
 * @param period how often the stage is asked, 10 ms to 1 h
 * @param timeout how long its answer may take, 10 ms to 1 h
 * @param failureThreshold failures in a row after which the replica is no longer live, 1 to 100
 */
public record HealthSettings(Duration period, Duration timeout, int failureThreshold) {

  /** What holds for a deployment that nothing is set of. */
  public static final HealthSettings DEFAULTS =
      new HealthSettings(Duration.ofSeconds(10), Duration.ofSeconds(30), 3);
}
