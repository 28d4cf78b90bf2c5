package dev.serval.crds.v1alpha1.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;

/** What a replica requests or is limited to of a resource. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourceFieldReference(
    @JsonPropertyDescription("The resource, such as limits.memory or requests.cpu.")
        @Required
        @Size(min = 1, max = 128)
        @Pattern("^(limits|requests)\\..+$")
        String resource,
    @JsonPropertyDescription("The unit of the value, such as 1Mi. By default 1.")
        Quantity divisor) {}
