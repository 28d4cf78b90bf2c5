package dev.serval.operator.scaling;

import dev.serval.operator.discovery.ApplicationId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What there is to say of all autoscaled deployments, for their status. Safe for several threads.
 */
public final class ScalingBoard {

  private final Map<ApplicationId, Map<String, ScalingReport>> reports = new ConcurrentHashMap<>();

  /** Of the autoscaled deployments of an application, by name; empty if nobody looked yet. */
  public Map<String, ScalingReport> of(ApplicationId application) {
    return reports.getOrDefault(application, Map.of());
  }

  void put(ApplicationId application, Map<String, ScalingReport> all) {
    reports.put(application, Map.copyOf(all));
  }

  void remove(ApplicationId application) {
    reports.remove(application);
  }
}
