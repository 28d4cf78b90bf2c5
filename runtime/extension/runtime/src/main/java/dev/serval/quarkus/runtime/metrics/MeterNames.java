package dev.serval.quarkus.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What the meters of all parts have in common. */
final class MeterNames {

  static final String APPLICATION = "application";
  static final String DEPLOYMENT = "deployment";
  static final String METHOD = "method";
  static final String ROUTE = "route";
  static final String STATUS_CODE = "status_code";
  static final String EXCEPTION_TYPE = "exception_type";

  /** From a call that does nothing to a batch job: half a millisecond to ten minutes. */
  private static final Duration[] LATENCIES = {
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(2),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10)
  };

  private MeterNames() {}

  static Timer latency(MeterRegistry registry, String name, String description, Tags tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(LATENCIES)
        .register(registry);
  }
}
