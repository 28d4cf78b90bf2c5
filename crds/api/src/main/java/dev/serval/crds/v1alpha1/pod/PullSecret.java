package dev.serval.crds.v1alpha1.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Names;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A Secret with the credentials of a registry. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PullSecret(
    @JsonPropertyDescription("The name of a Secret in the application's namespace.")
        @Required
        @Size(min = 1, max = Names.MOST_OBJECT)
        @Pattern(Names.OBJECT)
        String name) {}
