package dev.serval.crds.v1alpha1.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.schema.Timespan;
import dev.serval.crds.schema.Within;
import io.fabric8.generator.annotation.Default;

/** How a replica stops. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GracefulShutdown(
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription(
            "How long requests under way may take once the replica is to stop; it takes no new"
                + " ones meanwhile.")
        @Default("20s")
        @Within(max = "1h")
        Timespan timeout) {}
