package dev.serval.crds.v1alpha1.scaling;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who decides on the number of replicas. */
public enum ScalingMode {
  /** A HorizontalPodAutoscaler, for which the operator serves the metric. */
  @JsonProperty("HPA")
  HPA,

  /** The operator itself, each second. */
  @JsonProperty("Native")
  NATIVE,

  /** The user or a tool of theirs, with {@code kubectl scale} on the Deployment. */
  @JsonProperty("External")
  EXTERNAL
}
