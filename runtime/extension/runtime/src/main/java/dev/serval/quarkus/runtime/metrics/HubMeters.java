package dev.serval.quarkus.runtime.metrics;

import dev.serval.hub.client.HubStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/** The connection of this process to the hub. */
final class HubMeters {

  private HubMeters() {}

  static void register(MeterRegistry registry, Tags tags, HubStats stats) {
    gauge(
        registry,
        tags,
        "connected",
        "1 while the hub keeps this process up to date, else 0",
        stats,
        hub -> hub.connected() ? 1 : 0);
    gauge(
        registry,
        tags,
        "last.snapshot.age.seconds",
        "How long ago the hub has said something; NaN if it never has",
        stats,
        HubStats::secondsSinceLastSnapshot);
    FunctionCounter.builder("serval.hub.connections", stats, HubStats::connections)
        .description("Connections on which the hub has said something")
        .tags(tags)
        .register(registry);
    snapshots(registry, tags.and("kind", "complete"), stats, HubStats::completeSnapshots);
    snapshots(registry, tags.and("kind", "difference"), stats, HubStats::differences);
  }

  private static void gauge(
      MeterRegistry registry,
      Tags tags,
      String name,
      String description,
      HubStats stats,
      ToDoubleFunction<HubStats> value) {
    Gauge.builder("serval.hub." + name, stats, value)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private static void snapshots(
      MeterRegistry registry, Tags tags, HubStats stats, ToDoubleFunction<HubStats> value) {
    FunctionCounter.builder("serval.hub.snapshots", stats, value)
        .description("Snapshots that were taken")
        .tags(tags)
        .register(registry);
  }
}
