package dev.serval.crds.v1alpha1.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;

/** How a new revision of a deployment takes over. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.strategy) || self.strategy != 'Canary' || has(self.canary)",
    message = "strategy Canary needs canary: set its steps",
    fieldPath = ".canary")
@ValidationRule(
    value = "has(self.strategy) && self.strategy == 'Canary' || !has(self.canary)",
    message = "canary is read by strategy Canary alone: set that strategy or remove canary",
    fieldPath = ".canary")
public record Rollout(
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "RollingUpdate replaces replica by replica, new ones first, with nothing unavailable;"
                + " Canary sends the new revision a growing part of the calls and goes back if an"
                + " analysis fails. Canary is without effect yet: it is as RollingUpdate.")
        @Default("RollingUpdate")
        RolloutStrategy strategy,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription("The steps and the analysis of strategy Canary.")
        Canary canary) {}
