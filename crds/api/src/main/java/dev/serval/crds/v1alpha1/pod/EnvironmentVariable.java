package dev.serval.crds.v1alpha1.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Names;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A variable in the environment of a replica, as in a pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.value) && has(self.valueFrom))",
    message = "value and valueFrom exclude each other: remove one of them",
    fieldPath = ".valueFrom")
public record EnvironmentVariable(
    @JsonPropertyDescription("The variable's name.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Names.VARIABLE)
        String name,
    @JsonPropertyDescription(
            "Its value; $(NAME) is replaced by the value of a variable before it. By default"
                + " empty.")
        @Size(max = 32768)
        String value,
    @JsonPropertyDescription("Where its value comes from.") EnvironmentSource valueFrom) {}
