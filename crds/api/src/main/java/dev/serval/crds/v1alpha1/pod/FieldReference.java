package dev.serval.crds.v1alpha1.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A field of the pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldReference(
    @JsonPropertyDescription("The path of the field, such as status.podIP or spec.nodeName.")
        @Required
        @Size(min = 1, max = 512)
        String fieldPath) {}
