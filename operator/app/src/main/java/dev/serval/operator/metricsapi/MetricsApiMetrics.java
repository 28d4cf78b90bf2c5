package dev.serval.operator.metricsapi;

import dev.serval.operator.metricsapi.identity.Authentication;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The metrics of the metrics API. Labels have few values, whatever there is in the cluster. */
public final class MetricsApiMetrics {

  private static final String PREFIX = "serval.metrics.api.";

  private final MeterRegistry registry;
  private final Map<Integer, Counter> requests = new ConcurrentHashMap<>();
  private final Map<Authentication.Refusal, Counter> refused =
      new EnumMap<>(Authentication.Refusal.class);
  private final Counter forbidden;
  private final Counter reviews;
  private final Counter refusedConnections;

  /** Metrics of one API in {@code registry}. */
  public MetricsApiMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Authentication.Refusal refusal : Authentication.Refusal.values()) {
      refused.put(refusal, denied(refusal.name().toLowerCase(Locale.ROOT)));
    }
    this.forbidden = denied("forbidden");
    this.reviews = Counter.builder(PREFIX + "reviews").register(registry);
    this.refusedConnections = Counter.builder(PREFIX + "refused.connections").register(registry);
  }

  private Counter denied(String reason) {
    return Counter.builder(PREFIX + "denied").tag("reason", reason).register(registry);
  }

  /** Shows how many connections there are. */
  void show(Supplier<Number> connections) {
    Gauge.builder(PREFIX + "connections", connections).strongReference(true).register(registry);
  }

  /** A request was answered; codes are those of this API, a dozen. */
  public void answered(int code) {
    requests
        .computeIfAbsent(
            code,
            key ->
                Counter.builder(PREFIX + "requests")
                    .tag("code", Integer.toString(key))
                    .register(registry))
        .increment();
  }

  /** It wasn't known who asked. */
  public void refused(Authentication.Refusal refusal) {
    refused.get(refusal).increment();
  }

  /** Somebody asked who may not. */
  public void forbidden() {
    forbidden.increment();
  }

  /** The API server was asked whether somebody may. */
  public void reviewed() {
    reviews.increment();
  }

  /** There were too many connections. */
  public void connectionRefused() {
    refusedConnections.increment();
  }
}
