package dev.serval.crds.v1alpha1.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * How a new revision gets a growing part of the calls.
 *
 * @param steps in their order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.steps.map(step, step.weight).isSorted()",
    message = "the weights of steps must not fall: order the steps by weight",
    fieldPath = ".steps")
public record Canary(
    @JsonPropertyDescription(
            "The steps, in their order. After the last one the new revision gets all calls.")
        @Required
        @Size(min = 1, max = 20)
        List<CanaryStep> steps,
    @JsonPropertyDescription(
            "How the new revision is judged against the stable one, all the time. Without it only"
                + " the readiness of its replicas counts.")
        CanaryAnalysis analysis) {

  /** Copies what could change. */
  public Canary {
    steps = steps == null ? List.of() : List.copyOf(steps);
  }
}
