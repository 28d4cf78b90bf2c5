package dev.serval.crds.v1alpha1.pod;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/**
 * What a replica needs of its node, as in a pod.
 *
 * @param requests by resource; empty if there are none
 * @param limits by resource; empty if there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Resources(
    @JsonPropertyDescription(
            "What a replica is guaranteed, by resource: cpu, memory, ephemeral-storage or one that"
                + " a device plug-in offers.")
        @Size(max = 16)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Quantity> requests,
    @JsonPropertyDescription("What a replica may not exceed, by resource.")
        @Size(max = 16)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Quantity> limits) {

  /** Copies what could change. */
  public Resources {
    requests = requests == null ? Map.of() : Map.copyOf(requests);
    limits = limits == null ? Map.of() : Map.copyOf(limits);
  }
}
