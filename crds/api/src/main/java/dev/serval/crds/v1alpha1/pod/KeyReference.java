package dev.serval.crds.v1alpha1.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Names;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A key of a Secret or a ConfigMap. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyReference(
    @JsonPropertyDescription("The name of the object.")
        @Required
        @Size(min = 1, max = Names.MOST_OBJECT)
        @Pattern(Names.OBJECT)
        String name,
    @JsonPropertyDescription("The key in it.")
        @Required
        @Size(min = 1, max = Names.MOST_OBJECT)
        @Pattern(Names.KEY)
        String key,
    @JsonPropertyDescription(
            "Whether pods start without the object or the key; the variable then is not set. By"
                + " default they don't.")
        Boolean optional) {}
