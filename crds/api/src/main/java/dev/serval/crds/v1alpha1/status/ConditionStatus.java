package dev.serval.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a condition holds. */
public enum ConditionStatus {
  /** It holds. */
  @JsonProperty("True")
  TRUE,

  /** It doesn't. */
  @JsonProperty("False")
  FALSE,

  /** The operator can't tell yet. */
  @JsonProperty("Unknown")
  UNKNOWN
}
