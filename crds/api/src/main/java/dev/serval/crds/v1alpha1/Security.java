package dev.serval.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.serval.crds.schema.Change;
import dev.serval.crds.schema.ChangeClass;
import io.fabric8.generator.annotation.Default;

/** How calls inside the application are protected. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Security(
    @Change(ChangeClass.ROLLS_DEPLOYMENT)
        @JsonPropertyDescription(
            "Required: calls between replicas are encrypted, and both sides prove who they are with"
                + " certificates that the operator issues and rotates. Disabled: they are plain,"
                + " behind the application's NetworkPolicy. A change rolls every deployment."
                + " Required is without effect yet.")
        @Default("Disabled")
        MutualTls mtls) {}
