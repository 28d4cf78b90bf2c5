package dev.serval.crds.v1alpha1.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Timespan;
import dev.serval.crds.schema.Within;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** One step of a canary. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanaryStep(
    @JsonPropertyDescription("The percentage of the calls that the new revision gets.")
        @Required
        @Min(1)
        @Max(100)
        Integer weight,
    @JsonPropertyDescription("How long the step lasts.") @Required @Within(max = "168h")
        Timespan pause) {}
