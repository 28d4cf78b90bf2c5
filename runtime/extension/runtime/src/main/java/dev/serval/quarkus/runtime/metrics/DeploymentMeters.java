package dev.serval.quarkus.runtime.metrics;

import dev.serval.core.batch.BatchObserver;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.StageMethod;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;

/** What the replicas of one deployment do, in all of them together. */
final class DeploymentMeters implements ReplicaObserver {

  private final MeterRegistry registry;
  private final Tags tags;
  private final ExceptionTypes exceptions = new ExceptionTypes();

  // By the method's index. Replaced when it grows, which it does until each method was called.
  private volatile MethodMeters[] methods = {};

  DeploymentMeters(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
  }

  @Override
  public void ended(StageMethod method, Throwable failure, long nanos) {
    MethodMeters[] known = methods;
    MethodMeters meters = method.index() < known.length ? known[method.index()] : null;
    (meters == null ? add(method) : meters).ended(failure, nanos);
  }

  @Override
  public BatchObserver batches(StageMethod method) {
    return new BatchMeters(registry, tags.and(MeterNames.METHOD, method.name()));
  }

  private synchronized MethodMeters add(StageMethod method) {
    int index = method.index();
    MethodMeters[] known = methods;
    if (index < known.length && known[index] != null) {
      return known[index];
    }
    MethodMeters[] grown = Arrays.copyOf(known, Math.max(known.length, index + 1));
    grown[index] =
        new MethodMeters(registry, tags.and(MeterNames.METHOD, method.name()), exceptions);
    methods = grown;
    return grown[index];
  }
}
