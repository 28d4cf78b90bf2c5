package dev.serval.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.schema.Names;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Who may call an application from outside. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IngressAuth(
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "The name of a Secret in the application's namespace whose values are the bearer tokens"
                + " that are let in.")
        @Required
        @Size(min = 1, max = Names.MOST_OBJECT)
        @Pattern(Names.OBJECT)
        String tokenSecret) {}
