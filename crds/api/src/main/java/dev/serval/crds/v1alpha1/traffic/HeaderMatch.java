package dev.serval.crds.v1alpha1.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Names;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Requests whose header has a value. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HeaderMatch(
    @JsonPropertyDescription("The header of the HTTP request, in any case.")
        @Required
        @Size(min = 1, max = Names.MOST_HEADER)
        @Pattern(Names.HEADER)
        String header,
    @JsonPropertyDescription("The value that it must have, exactly.")
        @Required
        @Size(min = 1, max = 1024)
        String value) {}
