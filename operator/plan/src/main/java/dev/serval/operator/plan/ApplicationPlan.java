package dev.serval.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * What an application shall be in the cluster.
 *
 * <p>If a finding is an {@link Severity#ERROR}, the plan has no objects and no deployments: nothing
 * is to be applied, and nothing to be deleted for being absent from it. What runs stays as it is.
 *
 * @param objects in the order in which they are to be applied; what the application owns and is not
 *     among them is to go
 * @param deployments in the order of the spec
 * @param findings what the user should know; nothing if the spec is done as it says
 */
public record ApplicationPlan(
    List<HasMetadata> objects, List<PlannedDeployment> deployments, List<Finding> findings) {

  /** Copies what could change. */
  public ApplicationPlan {
    objects = List.copyOf(objects);
    deployments = List.copyOf(deployments);
    findings = List.copyOf(findings);
  }

  /** Whether the application can be served as its spec says. */
  public boolean servable() {
    return findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
  }
}
