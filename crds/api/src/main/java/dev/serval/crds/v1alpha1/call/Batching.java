package dev.serval.crds.v1alpha1.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.schema.Timespan;
import dev.serval.crds.schema.Within;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How the calls of a batch method are batched. What is not set is as the annotation says. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Batching(
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription("Largest batch, in items or in weight.")
        @Min(1)
        @Max(65536)
        Integer maxSize,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "How long the first item of a batch may wait for company. At 0s only what queued while"
                + " the replica was busy is batched.")
        @Within(max = "60s")
        Timespan maxWait,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription("Batches that a replica executes at the same time.")
        @Min(1)
        @Max(1024)
        Integer maxConcurrent) {}
