package dev.serval.crds.v1alpha1.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Laid over the pod template that the operator makes, as a strategic merge patch. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTemplate(
    @JsonPropertyDescription("Labels and annotations of the pods.") ObjectNode metadata,
    @JsonPropertyDescription(
            "Fields of a pod's spec: nodeSelector, tolerations, affinity, volumes, sidecars. The"
                + " stage's own container is named stage.")
        ObjectNode spec) {}
