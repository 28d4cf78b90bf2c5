package dev.serval.operator.plan;

import java.util.Map;

/**
 * What exists already and matters to the plan.
 *
 * @param replicas {@code spec.replicas} of the Deployments in the cluster, by the object's name
 * @param autoscalers by which API the HorizontalPodAutoscalers in the cluster read their metric, by
 *     the object's name
 */
public record Observed(Map<String, Integer> replicas, Map<String, MetricsApi> autoscalers) {

  /** Copies what could change. */
  public Observed {
    replicas = Map.copyOf(replicas);
    autoscalers = autoscalers == null ? Map.of() : Map.copyOf(autoscalers);
  }

  /** The application has no objects yet. */
  public static Observed nothing() {
    return new Observed(Map.of(), Map.of());
  }
}
