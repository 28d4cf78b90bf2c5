package dev.serval.crds.v1alpha1.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Timespan;
import dev.serval.crds.schema.Within;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** How a new revision is judged against the stable one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanaryAnalysis(
    @JsonPropertyDescription("The time over which calls are judged.")
        @Default("1m")
        @Within(min = "10s", max = "1h")
        Timespan lookBackPeriod,
    @JsonPropertyDescription(
            "Calls that each revision must have answered in that time before it is judged; with"
                + " fewer the step goes on.")
        @Default("100")
        @Min(1)
        @Max(1000000)
        Integer minRequests,
    @JsonPropertyDescription(
            "By how many percentage points the ratio of failed calls may be above that of the"
                + " stable revision.")
        @Default("1")
        @Min(0)
        @Max(100)
        Integer maxErrorIncrease,
    @JsonPropertyDescription("The quantile of the latency that is compared.") @Default("P99")
        LatencyQuantile latencyQuantile,
    @JsonPropertyDescription(
            "By how many percent that latency may be above that of the stable revision.")
        @Default("20")
        @Min(0)
        @Max(10000)
        Integer maxLatencyIncrease) {}
