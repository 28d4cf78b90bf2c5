package dev.serval.quarkus.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The calls of one method of a deployment. */
final class MethodMeters {

  private final MeterRegistry registry;
  private final Tags tags;
  private final ExceptionTypes exceptions;
  private final Counter requests;
  private final Timer latency;
  private final Map<String, Counter> errors = new ConcurrentHashMap<>();

  MethodMeters(MeterRegistry registry, Tags tags, ExceptionTypes exceptions) {
    this.registry = registry;
    this.tags = tags;
    this.exceptions = exceptions;
    this.requests =
        Counter.builder("serval.replica.requests")
            .description("Calls that have ended")
            .tags(tags)
            .register(registry);
    this.latency =
        MeterNames.latency(
            registry,
            "serval.replica.processing.latency",
            "From the admission of a call to its end",
            tags);
  }

  void ended(Throwable failure, long nanos) {
    requests.increment();
    latency.record(nanos, TimeUnit.NANOSECONDS);
    if (failure != null) {
      errors.computeIfAbsent(exceptions.nameOf(failure), this::errorCounter).increment();
    }
  }

  private Counter errorCounter(String type) {
    return Counter.builder("serval.replica.errors")
        .description("Calls that have ended with an exception, by its type")
        .tags(tags.and(MeterNames.EXCEPTION_TYPE, type))
        .register(registry);
  }
}
