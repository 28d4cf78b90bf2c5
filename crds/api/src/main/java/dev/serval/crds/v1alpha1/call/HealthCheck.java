package dev.serval.crds.v1alpha1.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.schema.Timespan;
import dev.serval.crds.schema.Within;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How a replica is found to be ill. Probes of the pod are made of it, so a change rolls. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthCheck(
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription("How often the replica is asked for its health.")
        @Default("10s")
        @Within(min = "10ms", max = "1h")
        Timespan period,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription("How long an answer may take before it counts as failed.")
        @Default("30s")
        @Within(min = "10ms", max = "1h")
        Timespan timeout,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription("Failures in a row after which the replica is restarted.")
        @Default("3")
        @Min(1)
        @Max(100)
        Integer failureThreshold) {}
