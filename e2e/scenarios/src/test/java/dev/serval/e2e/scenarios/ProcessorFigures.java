package dev.serval.e2e.scenarios;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;

/** The processor time that pods use, as the cluster's server of resource metrics tells it. */
final class ProcessorFigures {

  private final ClusterUnderTest cluster;
  private final ApplicationUnderTest application;

  ProcessorFigures(ClusterUnderTest cluster, ApplicationUnderTest application) {
    this.cluster = cluster;
    this.application = application;
  }

  /** Whether the cluster has such a server. */
  static boolean areServed(ClusterUnderTest cluster) {
    return cluster.client().supports(PodMetrics.class);
  }

  /** Whether all ready pods of a deployment are known and use less than this. */
  boolean areBelow(String deployment, Quantity most) {
    Map<String, BigDecimal> used = used();
    return application.readyPods(deployment).stream()
        .map(ProcessorFigures::name)
        .allMatch(
            pod -> used.containsKey(pod) && used.get(pod).compareTo(most.getNumericalAmount()) < 0);
  }

  /** Processors used, by the name of the pod. */
  private Map<String, BigDecimal> used() {
    return cluster.client().top().pods().metrics(application.namespace()).getItems().stream()
        .collect(
            Collectors.toMap(pod -> pod.getMetadata().getName(), ProcessorFigures::ofContainers));
  }

  private static BigDecimal ofContainers(PodMetrics pod) {
    return pod.getContainers().stream()
        .map(container -> container.getUsage().get("cpu").getNumericalAmount())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
