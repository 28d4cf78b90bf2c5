package dev.serval.operator.plan.pod;

import dev.serval.operator.plan.resolve.ResolvedDeployment;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/**
 * A deployment with its pods.
 *
 * @param template with the label of its revision
 * @param revision the hash of the template without that label
 */
public record RevisedDeployment(
    ResolvedDeployment deployment, PodTemplateSpec template, String revision) {}
