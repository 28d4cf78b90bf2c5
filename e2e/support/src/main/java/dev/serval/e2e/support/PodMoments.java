package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * When the pods of a deployment became ready and when they began to end, as the API server told a
 * watch: of the pods themselves, and of the EndpointSlices by which others learn of it. Moments are
 * in the time of {@link System#nanoTime}.
 */
public final class PodMoments implements AutoCloseable {

  /** What happens to a pod, each once. */
  public enum Moment {
    /** Its condition says that it is ready. */
    READY,
    /** Its EndpointSlice says so. */
    READY_IN_SLICE,
    /** Its deletion has begun. */
    ENDING,
    /** Its EndpointSlice says that it is not ready any more. */
    ENDING_IN_SLICE
  }

  private static final int TOLD_SECONDS = 10;

  private final Map<String, Map<Moment, Long>> moments = new HashMap<>();
  private final List<SharedIndexInformer<?>> watches = new ArrayList<>();
  private final LongSupplier clock;

  PodMoments(LongSupplier clock) {
    this.clock = clock;
  }

  static PodMoments watch(KubernetesClient client, String namespace, Map<String, String> labels) {
    PodMoments moments = new PodMoments(System::nanoTime);
    moments.watches.add(
        client
            .pods()
            .inNamespace(namespace)
            .withLabels(labels)
            .inform(Watches.handler(moments::see, moments::see)));
    moments.watches.add(
        client
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(namespace)
            .withLabels(labels)
            .inform(Watches.handler(moments::see, moments::see)));
    return moments;
  }

  void see(Pod pod) {
    String name = pod.getMetadata().getName();
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      note(name, Moment.ENDING);
    } else if (Readiness.isPodReady(pod)) {
      note(name, Moment.READY);
    }
  }

  void see(EndpointSlice slice) {
    for (Endpoint endpoint : slice.getEndpoints()) {
      String name = endpoint.getTargetRef().getName();
      if (Boolean.TRUE.equals(endpoint.getConditions().getReady())) {
        note(name, Moment.READY_IN_SLICE);
      } else if (has(name, Moment.READY_IN_SLICE)) {
        note(name, Moment.ENDING_IN_SLICE);
      }
    }
  }

  private synchronized void note(String pod, Moment moment) {
    moments
        .computeIfAbsent(pod, any -> new EnumMap<>(Moment.class))
        .putIfAbsent(moment, clock.getAsLong());
  }

  private synchronized boolean has(String pod, Moment moment) {
    return moments.getOrDefault(pod, Map.of()).containsKey(moment);
  }

  /**
   * When that happened to a pod, which the API server may have told others before.
   *
   * @throws IllegalStateException if it is not told here within {@value #TOLD_SECONDS} s
   */
  public long of(String pod, Moment moment) {
    Await.until(moment + " of " + pod, Duration.ofSeconds(TOLD_SECONDS), () -> has(pod, moment));
    synchronized (this) {
      return moments.get(pod).get(moment);
    }
  }

  /** Watches no more. */
  @Override
  public void close() {
    watches.forEach(SharedIndexInformer::close);
  }
}
