package dev.serval.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.schema.ListMap;
import dev.serval.crds.schema.Names;
import dev.serval.crds.v1alpha1.call.Batching;
import dev.serval.crds.v1alpha1.call.GracefulShutdown;
import dev.serval.crds.v1alpha1.call.HealthCheck;
import dev.serval.crds.v1alpha1.call.Routing;
import dev.serval.crds.v1alpha1.pod.EnvironmentVariable;
import dev.serval.crds.v1alpha1.pod.PodTemplate;
import dev.serval.crds.v1alpha1.pod.Resources;
import dev.serval.crds.v1alpha1.scaling.Autoscaling;
import dev.serval.crds.v1alpha1.traffic.Rollout;
import dev.serval.crds.v1alpha1.traffic.Variant;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/**
 * One deployment of an application: a stage, its replicas, its scaling.
 *
 * @param env by name
 * @param batching by method of the stage
 * @param handles name of the deployment by name of the handle
 * @param variants by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.replicas) && has(self.autoscaling))",
    message = "replicas and autoscaling exclude each other: remove one of them",
    fieldPath = ".replicas")
@ValidationRule(
    value =
        "!has(self.variants) || self.variants.filter(v, has(v.weight) && !(has(v.shadow) &&"
            + " v.shadow)).map(v, v.weight).sum() <= 100",
    message =
        "the weights of variants must not sum to more than 100: the deployment itself gets what"
            + " they leave",
    fieldPath = ".variants")
public record StageDeployment(
    @Change(ChangeClass.IDENTITY)
        @JsonPropertyDescription(
            "The deployment's name, unique in the application. Names of Kubernetes objects are"
                + " derived from it.")
        @Required
        @Size(min = 1, max = Names.MOST_SERVED)
        @Pattern(Names.SERVED)
        String name,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription("The stage that it hosts. By default the one of its name.")
        @Size(min = 1, max = Names.MOST_SERVED)
        @Pattern(Names.SERVED)
        String stage,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription("The image that holds the stage. By default spec.image.")
        @Size(min = 1, max = Names.MOST_IMAGE)
        @Pattern(Names.IMAGE)
        String image,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "Replicas. By default 1, or as autoscaling decides. At 0 calls wait until their"
                + " deadline.")
        @Min(0)
        @Max(1000)
        Integer replicas,
    @JsonPropertyDescription("How the replicas follow the load. Without it there are replicas.")
        Autoscaling autoscaling,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "Requests that a replica runs at a time. The replica turns away any more, and their"
                + " callers try another.")
        @Default("100")
        @Min(1)
        @Max(65535)
        Integer maxOngoingRequests,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "Requests that may wait in a caller for a replica to have room; more are refused with"
                + " 503. -1 sets no bound.")
        @Default("-1")
        @Min(-1)
        @Max(1000000)
        @ValidationRule(
            value = "self != 0",
            message = "maxQueuedRequests must be at least 1, or -1 for no bound")
        Integer maxQueuedRequests,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "Passed to the stage's reconfigure method, at its start and on each change. Any"
                + " fields.")
        ObjectNode userConfig,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription("Variables in the environment of the replicas.")
        @ListMap(key = "name")
        @Size(max = 100)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<EnvironmentVariable> env,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription("What a replica needs of its node, as in a pod.")
        Resources resources,
    @JsonPropertyDescription("How a replica is found to be ill.") @Default("{}")
        HealthCheck healthCheck,
    @JsonPropertyDescription("How a replica stops.") @Default("{}")
        GracefulShutdown gracefulShutdown,
    @JsonPropertyDescription(
            "How the calls of a batch method are batched, by method, where it isn't as its"
                + " annotation says.")
        @Size(max = 64)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Batching> batching,
    @JsonPropertyDescription("How callers choose a replica.") @Default("{}") Routing routing,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription(
            "The deployments that the stage's handles call, by the handle's name: that of the stage"
                + " that it calls, or what its @Handle(\"...\") says. Needed where the deployment"
                + " has another name.")
        @Size(max = 32)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, @Size(min = 1, max = Names.MOST_SERVED) String> handles,
    @JsonPropertyDescription(
            "Deployments beside this one that get a part of its calls: A/B and shadow. Without"
                + " effect yet: none are made.")
        @ListMap(key = "name")
        @Size(max = 8)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Variant> variants,
    @JsonPropertyDescription("How a new revision takes over.") @Default("{}") Rollout rollout,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription(
            "The ServiceAccount that the replicas run as, which must exist. By default one that the"
                + " operator makes.")
        @Size(min = 1, max = Names.MOST_OBJECT)
        @Pattern(Names.OBJECT)
        String serviceAccountName,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription(
            "Laid over the pod template that the operator makes, as a strategic merge patch.")
        PodTemplate podTemplate) {

  /** Copies what could change. */
  public StageDeployment {
    env = env == null ? List.of() : List.copyOf(env);
    batching = batching == null ? Map.of() : Map.copyOf(batching);
    handles = handles == null ? Map.of() : Map.copyOf(handles);
    variants = variants == null ? List.of() : List.copyOf(variants);
  }
}
