package dev.serval.crds.v1alpha1.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the value of an environment variable comes from: exactly one of the fields is set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "[has(self.secretKeyRef), has(self.configMapKeyRef), has(self.fieldRef),"
            + " has(self.resourceFieldRef)].filter(set, set).size() == 1",
    message = "set exactly one of secretKeyRef, configMapKeyRef, fieldRef and resourceFieldRef")
public record EnvironmentSource(
    @JsonPropertyDescription("A key of a Secret in the application's namespace.")
        KeyReference secretKeyRef,
    @JsonPropertyDescription("A key of a ConfigMap in the application's namespace.")
        KeyReference configMapKeyRef,
    @JsonPropertyDescription("A field of the pod.") FieldReference fieldRef,
    @JsonPropertyDescription("What the replica requests or is limited to of a resource.")
        ResourceFieldReference resourceFieldRef) {}
