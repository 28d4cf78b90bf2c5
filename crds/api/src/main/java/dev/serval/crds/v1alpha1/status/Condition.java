package dev.serval.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One condition in the standard form of Kubernetes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @JsonPropertyDescription(
            "What the condition is about: Ready, Progressing, Degraded, AutoscalingActive,"
                + " SpecValid or Stalled.")
        @Required
        @Size(min = 1, max = 316)
        @Pattern("^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$")
        String type,
    @JsonPropertyDescription("Whether it holds.") @Required ConditionStatus status,
    @JsonPropertyDescription("The generation of the spec that the condition speaks of.") @Min(0)
        Long observedGeneration,
    @JsonPropertyDescription("When its status last changed (RFC 3339).")
        @Required
        @Size(max = 32)
        @Pattern(TIME)
        String lastTransitionTime,
    @JsonPropertyDescription("Why, in one word for programs.")
        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,
    @JsonPropertyDescription("Why, and what to do, in words for people.")
        @Required
        @Size(max = 32768)
        String message) {

  /** The form of a time in a status: RFC 3339 in UTC. */
  static final String TIME =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$";
}
