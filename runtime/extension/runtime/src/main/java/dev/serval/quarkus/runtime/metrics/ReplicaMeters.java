package dev.serval.quarkus.runtime.metrics;

import dev.serval.core.app.HostedReplica;
import dev.serval.core.stage.StageMethod;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.IntSupplier;

/** What the replicas of one deployment in this process hold now, summed. */
final class ReplicaMeters {

  private ReplicaMeters() {}

  /**
   * @param requests HTTP requests that the deployment has besides calls
   */
  static void register(
      MeterRegistry registry, Tags tags, List<HostedReplica> replicas, IntSupplier requests) {
    Gauge.builder(
            "serval.replica.ongoing.requests", replicas, all -> ongoing(all) + requests.getAsInt())
        .description("Calls that run, and HTTP requests that have a slot")
        .tags(tags)
        .register(registry);
    Gauge.builder("serval.replica.max.ongoing.requests", replicas, ReplicaMeters::limit)
        .description("Calls that may run at a time, and as many HTTP requests besides")
        .tags(tags)
        .register(registry);
    for (StageMethod method : replicas.getFirst().replica().stage().methods()) {
      if (method.batch() != null) {
        Gauge.builder("serval.batch.queue.length", replicas, all -> queued(all, method))
            .description("Items that wait for a batch")
            .tags(tags.and(MeterNames.METHOD, method.name()))
            .register(registry);
      }
    }
  }

  private static double ongoing(List<HostedReplica> replicas) {
    int sum = 0;
    for (HostedReplica replica : replicas) {
      sum += replica.replica().admission().ongoing();
    }
    return sum;
  }

  private static double limit(List<HostedReplica> replicas) {
    int sum = 0;
    for (HostedReplica replica : replicas) {
      sum += replica.replica().admission().limit();
    }
    return sum;
  }

  private static double queued(List<HostedReplica> replicas, StageMethod method) {
    int sum = 0;
    for (HostedReplica replica : replicas) {
      sum += replica.replica().queuedInBatches(method);
    }
    return sum;
  }
}
