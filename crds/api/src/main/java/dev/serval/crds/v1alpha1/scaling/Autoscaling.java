package dev.serval.crds.v1alpha1.scaling;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.schema.Timespan;
import dev.serval.crds.schema.Within;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** Between which bounds and by which rule the replicas of a deployment follow its load. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.minReplicas) || !has(self.maxReplicas) || self.minReplicas <= self.maxReplicas",
    message = "minReplicas must not be above maxReplicas: lower the first or raise the second",
    fieldPath = ".minReplicas")
@ValidationRule(
    value =
        "!has(self.initialReplicas) || (self.initialReplicas >= (has(self.minReplicas) ?"
            + " self.minReplicas : 1) && self.initialReplicas <= (has(self.maxReplicas) ?"
            + " self.maxReplicas : (has(self.minReplicas) && self.minReplicas > 1 ?"
            + " self.minReplicas : 1)))",
    message = "initialReplicas must be from minReplicas to maxReplicas",
    fieldPath = ".initialReplicas")
public record Autoscaling(
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "Who decides: HPA, a HorizontalPodAutoscaler for which the operator serves the metric;"
                + " Native, the operator itself each second; External, only you or a tool of yours"
                + " with kubectl scale on the Deployment.")
        @Default("HPA")
        ScalingMode mode,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "Fewest replicas. At 0 the deployment rests without replicas when nobody calls it.")
        @Default("1")
        @Min(0)
        @Max(1000)
        Integer minReplicas,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription("Most replicas. By default minReplicas, and at least 1.")
        @Min(1)
        @Max(1000)
        Integer maxReplicas,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription("Replicas of a new deployment. By default minReplicas.")
        @Min(0)
        @Max(1000)
        Integer initialReplicas,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "Requests to aim at for each replica, running and queued ones together.")
        @Default("2")
        @Min(value = 0, inclusive = false)
        @Max(65535)
        Double targetOngoingRequests,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "How long the load must ask for more replicas before there are more.")
        @Default("30s")
        @Within(max = "24h")
        Timespan upscaleDelay,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "How long the load must ask for fewer replicas before there are fewer.")
        @Default("600s")
        @Within(max = "24h")
        Timespan downscaleDelay,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "How long there must be no load before the last replica goes, where minReplicas is 0."
                + " By default downscaleDelay.")
        @Within(max = "24h")
        Timespan downscaleToZeroDelay,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription("The time over which the load is averaged.")
        @Default("30s")
        @Within(min = "1s", max = "1h")
        Timespan lookBackPeriod,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "Multiplies each step up: below 1 it damps, above 1 it runs ahead of the load.")
        @Default("1")
        @Min(value = 0, inclusive = false)
        @Max(100)
        Double upscalingFactor,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription("Multiplies each step down: below 1 it damps.")
        @Default("1")
        @Min(value = 0, inclusive = false)
        @Max(100)
        Double downscalingFactor) {}
