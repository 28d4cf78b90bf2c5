package dev.serval.crds.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Names;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * What runs of a deployment.
 *
 * @param decisions the newest first, at most {@value #MOST_DECISIONS}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeploymentStatus(
    @JsonPropertyDescription("The deployment's name in the spec.")
        @Required
        @Size(min = 1, max = Names.MOST_SERVED)
        String name,
    @JsonPropertyDescription(
            "The content hash of what makes its pods different: image, environment, resources, not"
                + " scale.")
        @Size(max = 63)
        String revision,
    @JsonPropertyDescription("Replicas that exist.") @Min(0) Integer replicas,
    @JsonPropertyDescription("Replicas that take calls.") @Min(0) Integer readyReplicas,
    @JsonPropertyDescription("Replicas of the current revision.") @Min(0) Integer updatedReplicas,
    @JsonPropertyDescription("Requests that its replicas run, when the status was written.") @Min(0)
        Long ongoing,
    @JsonPropertyDescription("Requests that wait for a replica, when the status was written.")
        @Min(0)
        Long queued,
    @JsonPropertyDescription("Replicas that it shall have.") @Min(0) Integer desired,
    @JsonPropertyDescription("Why it isn't as the spec says, in one word for programs.")
        @Size(max = 1024)
        String reason,
    @JsonPropertyDescription("Why it isn't as the spec says, and what to do, in words for people.")
        @Size(max = 32768)
        String message,
    @JsonPropertyDescription("The last change of the number of replicas.") LastScale lastScale,
    @JsonPropertyDescription(
            "The last decisions of autoscaling that changed the number of replicas, the newest"
                + " first.")
        @Size(max = ScaleDecision.MOST_KEPT)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<ScaleDecision> decisions) {

  /** How many decisions are kept. */
  public static final int MOST_DECISIONS = ScaleDecision.MOST_KEPT;

  /** Copies what could change. */
  public DeploymentStatus {
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
  }

  /** The same with another reason and message. */
  public DeploymentStatus because(String reason, String message) {
    return new DeploymentStatus(
        name,
        revision,
        replicas,
        readyReplicas,
        updatedReplicas,
        ongoing,
        queued,
        desired,
        reason,
        message,
        lastScale,
        decisions);
  }
}
