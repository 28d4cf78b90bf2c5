package dev.serval.crds.v1alpha1.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.schema.Names;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How callers choose a replica. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.policy) || self.policy != 'ConsistentHash' || has(self.header)",
    message = "policy ConsistentHash needs header: name the one to hash, such as x-session-id",
    fieldPath = ".header")
@ValidationRule(
    value = "has(self.policy) && self.policy == 'ConsistentHash' || !has(self.header)",
    message = "header is read by policy ConsistentHash alone: set that policy or remove header",
    fieldPath = ".header")
public record Routing(
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "LeastLoaded takes the replica with the least known load, PowerOfTwoChoices the less"
                + " loaded of two that are drawn, RoundRobin one after the other, ConsistentHash"
                + " the same one for the same value of header while it is not overloaded.")
        @Default("LeastLoaded")
        RoutingPolicy policy,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "The header of the HTTP request whose value ConsistentHash hashes, such as"
                + " x-session-id.")
        @Size(min = 1, max = Names.MOST_HEADER)
        @Pattern(Names.HEADER)
        String header) {}
