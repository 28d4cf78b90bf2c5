package dev.serval.operator.plan;

import java.util.Objects;
import java.util.Optional;

/**
 * Settings of the operator that shape objects.
 *
 * @param clusterDomain the domain of the cluster's DNS, such as {@code cluster.local}
 * @param hub how pods reach the hub; empty if there is none
 * @param metricsApi by which API the load of deployments can be read
 */
public record PlanSettings(String clusterDomain, Optional<HubAccess> hub, MetricsApi metricsApi) {

  private static final MetricsApi NOT_SERVED =
      new MetricsApi.None("this operator serves no metrics API");

  /** Refuses what is not set. */
  public PlanSettings {
    Objects.requireNonNull(clusterDomain, "clusterDomain");
    Objects.requireNonNull(hub, "hub");
    Objects.requireNonNull(metricsApi, "metricsApi");
  }

  /** In a cluster of that domain, with no hub and no metrics API. */
  public static PlanSettings inDomain(String clusterDomain) {
    return new PlanSettings(clusterDomain, Optional.empty(), NOT_SERVED);
  }

  /** The domain that clusters have unless their owner chose another, no hub, no metrics API. */
  public static PlanSettings defaults() {
    return inDomain("cluster.local");
  }

  /** The same with another hub, or none. */
  public PlanSettings withHub(Optional<HubAccess> other) {
    return new PlanSettings(clusterDomain, other, metricsApi);
  }

  /** The same with another metrics API. */
  public PlanSettings withMetricsApi(MetricsApi other) {
    return new PlanSettings(clusterDomain, hub, other);
  }
}
