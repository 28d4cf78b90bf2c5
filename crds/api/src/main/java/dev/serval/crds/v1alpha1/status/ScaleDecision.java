package dev.serval.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A decision of autoscaling that changed the number of replicas. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScaleDecision(
    @JsonPropertyDescription("When (RFC 3339).") @Required @Size(max = 32) @Pattern(Condition.TIME)
        String time,
    @JsonPropertyDescription("Replicas before it.") @Required @Min(0) Integer from,
    @JsonPropertyDescription("Replicas that it asked for.") @Required @Min(0) Integer to,
    @JsonPropertyDescription("Why, in one word for programs.") @Required @Size(max = 64)
        String reason,
    @JsonPropertyDescription("Why, with the load that was seen, in words for people.")
        @Required
        @Size(max = 1024)
        String message) {

  /** How many decisions a status keeps. */
  static final int MOST_KEPT = 10;
}
