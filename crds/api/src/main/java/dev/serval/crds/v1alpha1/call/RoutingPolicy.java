package dev.serval.crds.v1alpha1.call;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How callers choose a replica. */
public enum RoutingPolicy {
  /** The replica with the least load that is known. */
  @JsonProperty("LeastLoaded")
  LEAST_LOADED,

  /** The less loaded of two that are drawn. */
  @JsonProperty("PowerOfTwoChoices")
  POWER_OF_TWO_CHOICES,

  /** One after the other. */
  @JsonProperty("RoundRobin")
  ROUND_ROBIN,

  /** The same one for the same value of a header, while it is not overloaded. */
  @JsonProperty("ConsistentHash")
  CONSISTENT_HASH
}
