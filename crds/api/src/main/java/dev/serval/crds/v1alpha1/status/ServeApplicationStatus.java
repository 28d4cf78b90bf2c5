package dev.serval.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.ListMap;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * What the operator says of an application.
 *
 * @param conditions by type
 * @param deployments by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServeApplicationStatus(
    @JsonPropertyDescription("The state of the application, by type.")
        @ListMap(key = "type")
        @Size(max = 32)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Condition> conditions,
    @JsonPropertyDescription("The generation of the spec that the status speaks of.") @Min(0)
        Long observedGeneration,
    @JsonPropertyDescription("Where the application answers HTTP.") @Size(max = 2048) String url,
    @JsonPropertyDescription("Deployments that are ready, of all: 3/3.") @Size(max = 16)
        String deploymentsReady,
    @JsonPropertyDescription("Replicas that take calls, over all deployments.") @Min(0)
        Integer readyReplicas,
    @JsonPropertyDescription("Replicas that exist, over all deployments.") @Min(0) Integer replicas,
    @JsonPropertyDescription("Replicas that there shall be, over all deployments.") @Min(0)
        Integer desiredReplicas,
    @JsonPropertyDescription(
            "Requests that replicas of autoscaled deployments run, when the status was written.")
        @Min(0)
        Long ongoing,
    @JsonPropertyDescription(
            "Requests that wait for replicas of autoscaled deployments, when the status was"
                + " written.")
        @Min(0)
        Long queued,
    @JsonPropertyDescription("What runs of each deployment, by name.")
        @ListMap(key = "name")
        @Size(max = 64)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<DeploymentStatus> deployments) {

  /** Copies what could change. */
  public ServeApplicationStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    deployments = deployments == null ? List.of() : List.copyOf(deployments);
  }

  /** Of an application that was not looked at. */
  public static ServeApplicationStatus unobserved() {
    return new ServeApplicationStatus(
        List.of(), null, null, null, null, null, null, null, null, List.of());
  }

  /** The same with other conditions. */
  public ServeApplicationStatus withConditions(List<Condition> others) {
    return new ServeApplicationStatus(
        others,
        observedGeneration,
        url,
        deploymentsReady,
        readyReplicas,
        replicas,
        desiredReplicas,
        ongoing,
        queued,
        deployments);
  }
}
