package dev.serval.crds.v1alpha1.traffic;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A quantile of the latency of calls. */
public enum LatencyQuantile {
  /** The median. */
  @JsonProperty("P50")
  P50,

  /** Nine of ten calls are faster. */
  @JsonProperty("P90")
  P90,

  /** 95 of 100 calls are faster. */
  @JsonProperty("P95")
  P95,

  /** 99 of 100 calls are faster. */
  @JsonProperty("P99")
  P99
}
