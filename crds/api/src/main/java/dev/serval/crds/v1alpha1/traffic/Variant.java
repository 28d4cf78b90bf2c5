package dev.serval.crds.v1alpha1.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.schema.Names;
import dev.serval.crds.v1alpha1.pod.Resources;
import dev.serval.crds.v1alpha1.scaling.Autoscaling;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A deployment beside the one it varies, which gets a part of its calls. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.weight) != has(self.match)",
    message = "set either weight or match: they say which calls the variant gets")
@ValidationRule(
    value =
        "has(self.image) || has(self.stage) || has(self.userConfig) || has(self.resources) ||"
            + " has(self.replicas) || has(self.autoscaling)",
    message =
        "the variant differs in nothing: set image, stage, userConfig, resources, replicas or"
            + " autoscaling")
@ValidationRule(
    value = "!(has(self.replicas) && has(self.autoscaling))",
    message = "replicas and autoscaling exclude each other: remove one of them",
    fieldPath = ".replicas")
public record Variant(
    @Change(ChangeClass.IDENTITY)
        @JsonPropertyDescription("The variant's name, unique in its deployment.")
        @Required
        @Size(min = 1, max = Names.MOST_SERVED)
        @Pattern(Names.SERVED)
        String name,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "The percentage of the calls that the variant gets, or of those that it gets copies of"
                + " if it is a shadow. The deployment itself gets what its variants leave.")
        @Min(0)
        @Max(100)
        Integer weight,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription("The calls that the variant gets, by a header of their request.")
        HeaderMatch match,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "Whether the variant gets copies of the calls, which the deployment answers; what the"
                + " variant answers is dropped.")
        @Default("false")
        Boolean shadow,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription("The image. By default the deployment's.")
        @Size(min = 1, max = Names.MOST_IMAGE)
        @Pattern(Names.IMAGE)
        String image,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription("The stage. By default the deployment's.")
        @Size(min = 1, max = Names.MOST_SERVED)
        @Pattern(Names.SERVED)
        String stage,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription("The user configuration. By default the deployment's.")
        ObjectNode userConfig,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription(
            "What a replica of the variant needs of its node. By default as in the deployment.")
        Resources resources,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "Replicas of the variant. By default those of the deployment, or its autoscaling.")
        @Min(0)
        @Max(1000)
        Integer replicas,
    @JsonPropertyDescription(
            "How the variant scales with its own load. By default as the deployment does.")
        Autoscaling autoscaling) {}
