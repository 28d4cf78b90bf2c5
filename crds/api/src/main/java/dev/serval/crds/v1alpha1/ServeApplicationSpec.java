package dev.serval.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.schema.ListMap;
import dev.serval.crds.schema.Names;
import dev.serval.crds.v1alpha1.pod.ImagePullPolicy;
import dev.serval.crds.v1alpha1.pod.PullSecret;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * What an application shall be.
 *
 * @param imagePullSecrets by name
 * @param deployments by name, at least one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.image) || self.deployments.all(d, has(d.image))",
    message = "set spec.image, or an image for every deployment",
    fieldPath = ".image")
@ValidationRule(
    value = "!has(self.ingress) || self.deployments.exists(d, d.name == self.ingress.deployment)",
    message = "ingress.deployment must be the name of one of spec.deployments",
    messageExpression =
        "'ingress.deployment must be the name of one of spec.deployments, but is '"
            + " + self.ingress.deployment",
    fieldPath = ".ingress.deployment")
@ValidationRule(
    value =
        "[self.deployments.map(d, d.name)].all(names, self.deployments.all(d, !has(d.handles) ||"
            + " d.handles.all(h, d.handles[h] in names)))",
    message = "each handle must point to the name of one of spec.deployments",
    fieldPath = ".deployments")
public record ServeApplicationSpec(
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription(
            "The image that holds the stages. A deployment may bring its own; a change rolls those"
                + " that don't.")
        @Size(min = 1, max = Names.MOST_IMAGE)
        @Pattern(Names.IMAGE)
        String image,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription(
            "When nodes fetch images. By default Always for the tag latest, else IfNotPresent.")
        ImagePullPolicy imagePullPolicy,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription("Secrets with the credentials of registries.")
        @ListMap(key = "name")
        @Size(max = 16)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<PullSecret> imagePullSecrets,
    @JsonPropertyDescription("Who answers HTTP from outside, and where. Without it nobody does.")
        Ingress ingress,
    @JsonPropertyDescription("How calls inside the application are protected.") @Default("{}")
        Security security,
    @JsonPropertyDescription("The deployments: each a stage, its replicas, its scaling.")
        @Required
        @ListMap(key = "name")
        @Size(min = 1, max = 64)
        List<StageDeployment> deployments) {

  /** Copies what could change. */
  public ServeApplicationSpec {
    imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
    deployments = deployments == null ? List.of() : List.copyOf(deployments);
  }
}
