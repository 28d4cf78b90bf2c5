package dev.serval.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether calls between replicas prove who they are. */
public enum MutualTls {
  /** They don't; the NetworkPolicy keeps others out. */
  @JsonProperty("Disabled")
  DISABLED,

  /** They do, with certificates that the operator issues and rotates. */
  @JsonProperty("Required")
  REQUIRED
}
