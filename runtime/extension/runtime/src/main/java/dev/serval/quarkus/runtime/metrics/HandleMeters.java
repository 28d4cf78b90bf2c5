package dev.serval.quarkus.runtime.metrics;

import dev.serval.core.route.Router;
import dev.serval.core.route.RouterStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/** The calls of this process to one deployment. Read from what the router counts anyway. */
final class HandleMeters {

  private final MeterRegistry registry;
  private final Tags tags;
  private final RouterStats stats;

  private HandleMeters(MeterRegistry registry, Tags tags, RouterStats stats) {
    this.registry = registry;
    this.tags = tags;
    this.stats = stats;
  }

  static void register(MeterRegistry registry, Tags tags, Router router) {
    HandleMeters meters = new HandleMeters(registry, tags, router.stats());
    meters.count("requests", "Calls made", RouterStats::calls);
    meters.count(
        "back.pressured", "Calls refused because the queue was full", RouterStats::backPressured);
    meters.count("rejections", "Times that a replica had no slot", RouterStats::rejections);
    meters.count(
        "retries", "Calls offered again after a connection was lost", RouterStats::retries);
    meters.count("lost", "Calls that failed with their replica", RouterStats::lost);
    meters.count(
        "ejections", "Times that a replica was left out for failing", RouterStats::ejections);
    meters.gauge("queued.requests", "Calls that wait for a replica", router, Router::queued);
    meters.gauge(
        "ongoing.requests.at.replicas", "Calls under way at replicas", router, Router::outstanding);
    meters.gauge(
        "available.replicas",
        "Replicas that calls can be sent to",
        router,
        Router::availableReplicas);
  }

  private void count(String name, String description, ToDoubleFunction<RouterStats> value) {
    FunctionCounter.builder("serval.handle." + name, stats, value)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private void gauge(
      String name, String description, Router router, ToDoubleFunction<Router> value) {
    Gauge.builder("serval.handle." + name, router, value)
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
