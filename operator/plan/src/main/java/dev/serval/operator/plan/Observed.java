package dev.serval.operator.plan;

import java.util.Map;

/**
 * What exists already and matters to the plan.
 *
 * @param replicas {@code spec.replicas} of the Deployments in the cluster, by the object's name
 * @param autoscalers by which API the HorizontalPodAutoscalers in the cluster read their metric, by
 *     the object's name
 * @param leaving the settings, by key, of deployments that the spec has no more and that still run
 */
public record Observed(
    Map<String, Integer> replicas,
    Map<String, MetricsApi> autoscalers,
    Map<String, String> leaving) {

  /** Copies what could change. */
  public Observed {
    replicas = Map.copyOf(replicas);
    autoscalers = autoscalers == null ? Map.of() : Map.copyOf(autoscalers);
    leaving = leaving == null ? Map.of() : Map.copyOf(leaving);
  }

  /** The application has no objects yet. */
  public static Observed nothing() {
    return new Observed(Map.of(), Map.of(), Map.of());
  }
}
