package dev.serval.quarkus.runtime.metrics;

import dev.serval.quarkus.runtime.http.EndpointObserver;
import dev.serval.quarkus.runtime.http.Slots;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The requests of one route. After the first request of a status nothing is looked up. */
final class IngressMeters implements EndpointObserver {

  private static final int STATUSES = 600;

  private final MeterRegistry registry;
  private final Supplier<Tags> tags;

  // Written by whoever is first, perhaps twice with the same meters.
  private final Counter[] requests = new Counter[STATUSES];
  private final Counter[] errors = new Counter[STATUSES];
  private volatile Timer latency;

  /**
   * @param tags of the route, complete once requests are let in
   */
  IngressMeters(MeterRegistry registry, Supplier<Tags> tags) {
    this.registry = registry;
    this.tags = tags;
  }

  static void register(MeterRegistry registry, Tags tags, Slots slots) {
    Gauge.builder("serval.ingress.ongoing.requests", slots, Slots::occupied)
        .description("Requests that have a slot and are not over")
        .tags(tags)
        .register(registry);
    Gauge.builder("serval.ingress.queued.requests", slots, Slots::queued)
        .description("Requests that wait for a slot")
        .tags(tags)
        .register(registry);
  }

  @Override
  public void ended(int status, long nanos) {
    int index = status >= 0 && status < STATUSES ? status : STATUSES - 1;
    counter(requests, index, "serval.ingress.requests", "Requests, by status").increment();
    if (index >= 400) {
      counter(errors, index, "serval.ingress.errors", "Requests with a status of 400 and more")
          .increment();
    }
    latency().record(nanos, TimeUnit.NANOSECONDS);
  }

  private Counter counter(Counter[] counters, int status, String name, String description) {
    Counter known = counters[status];
    if (known == null) {
      known =
          Counter.builder(name)
              .description(description)
              .tags(tags.get().and(MeterNames.STATUS_CODE, Integer.toString(status)))
              .register(registry);
      counters[status] = known;
    }
    return known;
  }

  private Timer latency() {
    Timer known = latency;
    if (known == null) {
      known =
          MeterNames.latency(
              registry,
              "serval.ingress.request.latency",
              "From the arrival of a request to the end of its response",
              tags.get());
      latency = known;
    }
    return known;
  }
}
