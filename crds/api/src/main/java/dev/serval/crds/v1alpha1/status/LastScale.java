package dev.serval.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The last change of the number of replicas. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastScale(
    @JsonPropertyDescription("When (RFC 3339).") @Required @Size(max = 32) @Pattern(Condition.TIME)
        String time,
    @JsonPropertyDescription("Replicas before it.") @Required @Min(0) Integer from,
    @JsonPropertyDescription("Replicas that it asked for.") @Required @Min(0) Integer to,
    @JsonPropertyDescription("Why, with the load that was seen.") @Size(max = 1024)
        String reason) {}
