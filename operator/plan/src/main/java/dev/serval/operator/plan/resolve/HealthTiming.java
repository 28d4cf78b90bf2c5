package dev.serval.operator.plan.resolve;

import dev.serval.crds.schema.Timespan;
import dev.serval.crds.v1alpha1.call.HealthCheck;
import java.time.Duration;

/**
 * How a replica is found to be ill.
 *
 * @param period between two questions
 * @param timeout of an answer
 * @param failureThreshold failures in a row after which it is ill, at least 1
 */
public record HealthTiming(Duration period, Duration timeout, int failureThreshold) {

  private static final HealthTiming DEFAULTS =
      new HealthTiming(Duration.ofSeconds(10), Duration.ofSeconds(30), 3);

  /** What {@code check} says, which may be {@code null}, and the schema's defaults for the rest. */
  static HealthTiming of(HealthCheck check) {
    if (check == null) {
      return DEFAULTS;
    }
    return new HealthTiming(
        orDefault(check.period(), DEFAULTS.period),
        orDefault(check.timeout(), DEFAULTS.timeout),
        check.failureThreshold() == null ? DEFAULTS.failureThreshold : check.failureThreshold());
  }

  private static Duration orDefault(Timespan set, Duration otherwise) {
    return set == null ? otherwise : set.toDuration();
  }
}
