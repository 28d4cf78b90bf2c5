package dev.serval.crds.v1alpha1.pod;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the node fetches an image. */
public enum ImagePullPolicy {
  /** At each start of a pod. */
  @JsonProperty("Always")
  ALWAYS,

  /** When the node doesn't have it. */
  @JsonProperty("IfNotPresent")
  IF_NOT_PRESENT,

  /** Not at all: the node has it. */
  @JsonProperty("Never")
  NEVER
}
