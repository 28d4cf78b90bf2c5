package dev.serval.quarkus.runtime.metrics;

import dev.serval.core.batch.BatchObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** The batches of one method of a deployment. */
final class BatchMeters implements BatchObserver {

  private static final double[] SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096, 65536};
  private static final double[] SHARES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};

  private final Counter batches;
  private final DistributionSummary size;
  private final DistributionSummary utilization;
  private final Timer wait;
  private final Timer execution;

  BatchMeters(MeterRegistry registry, Tags tags) {
    this.batches =
        Counter.builder("serval.batch.batches")
            .description("Batches that were executed")
            .tags(tags)
            .register(registry);
    this.size =
        DistributionSummary.builder("serval.batch.size")
            .description("Items, or weight, of a batch")
            .tags(tags)
            .serviceLevelObjectives(SIZES)
            .register(registry);
    this.utilization =
        DistributionSummary.builder("serval.batch.utilization.ratio")
            .description("The size of a batch over the largest it could have had")
            .tags(tags)
            .serviceLevelObjectives(SHARES)
            .register(registry);
    this.wait =
        MeterNames.latency(
            registry, "serval.batch.wait", "How long the first item of a batch waited", tags);
    this.execution =
        MeterNames.latency(
            registry, "serval.batch.execution", "How long the method ran for a batch", tags);
  }

  @Override
  public void executed(int size, int limit, long waitNanos, long executionNanos) {
    batches.increment();
    this.size.record(size);
    utilization.record((double) size / limit);
    wait.record(waitNanos, TimeUnit.NANOSECONDS);
    execution.record(executionNanos, TimeUnit.NANOSECONDS);
  }
}
