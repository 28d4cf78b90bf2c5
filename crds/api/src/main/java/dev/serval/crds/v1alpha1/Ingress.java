package dev.serval.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import dev.serval.crds.schema.Names;
import dev.serval.crds.schema.Timespan;
import dev.serval.crds.schema.Within;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Who answers HTTP from outside, and where. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ingress(
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription("The name of the deployment that answers HTTP from outside.")
        @Required
        @Size(min = 1, max = Names.MOST_SERVED)
        @Pattern(Names.SERVED)
        String deployment,
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription(
            "The path under which the application's routes are, such as /recsys. A change rolls the"
                + " ingress deployment.")
        @Default("/")
        @Size(min = 1, max = 253)
        @Pattern("^(/|(/[A-Za-z0-9._~-]+)+)$")
        @ValidationRule(
            value = "!self.matches('^/(q|-)(/.*)?$')",
            message =
                "routePrefix must not be under /q or /-, which every replica answers itself: take"
                    + " another path")
        @ValidationRule(
            value = "!self.matches('/[.]{1,2}(/|$)')",
            message =
                "routePrefix must not have . or .. between slashes, which clients leave out: take"
                    + " another path")
        String routePrefix,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "The host that the application answers for; without effect yet. By default any.")
        @Size(min = 1, max = Names.MOST_OBJECT)
        @Pattern(Names.OBJECT)
        String host,
    @JsonPropertyDescription(
            "Who may call; without effect yet: whoever reaches the address is answered.")
        IngressAuth auth,
    @Change(ChangeClass.APPLIED_LIVE)
        @JsonPropertyDescription(
            "How long a request may take before it is answered with 408 and everything done for it"
                + " is cancelled; 0s sets no bound.")
        @Default("30s")
        @Within(max = "24h")
        Timespan requestTimeout) {}
