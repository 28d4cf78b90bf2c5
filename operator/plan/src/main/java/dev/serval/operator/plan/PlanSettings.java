package dev.serval.operator.plan;

import java.util.Objects;
import java.util.Optional;

/**
 * Settings of the operator that shape objects.
 *
 * @param clusterDomain the domain of the cluster's DNS, such as {@code cluster.local}
 * @param hub how pods reach the hub; empty if there is none
 */
public record PlanSettings(String clusterDomain, Optional<HubAccess> hub) {

  /** Refuses what is not set. */
  public PlanSettings {
    Objects.requireNonNull(clusterDomain, "clusterDomain");
    Objects.requireNonNull(hub, "hub");
  }

  /** The domain that clusters have unless their owner chose another, and no hub. */
  public static PlanSettings defaults() {
    return new PlanSettings("cluster.local", Optional.empty());
  }

  /** The same with another hub, or none. */
  public PlanSettings withHub(Optional<HubAccess> other) {
    return new PlanSettings(clusterDomain, other);
  }
}
