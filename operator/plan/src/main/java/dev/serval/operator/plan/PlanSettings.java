package dev.serval.operator.plan;

import java.util.Objects;

/**
 * Settings of the operator that shape objects.
 *
 * @param clusterDomain the domain of the cluster's DNS, such as {@code cluster.local}
 */
public record PlanSettings(String clusterDomain) {

  /** Refuses what is not set. */
  public PlanSettings {
    Objects.requireNonNull(clusterDomain, "clusterDomain");
  }

  /** The domain that clusters have unless their owner chose another. */
  public static PlanSettings defaults() {
    return new PlanSettings("cluster.local");
  }
}
