package dev.serval.crds.v1alpha1.traffic;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a new revision takes over. */
public enum RolloutStrategy {
  /** New replicas first, nothing unavailable. */
  @JsonProperty("RollingUpdate")
  ROLLING_UPDATE,

  /** By steps of traffic, each judged before the next. */
  @JsonProperty("Canary")
  CANARY
}
