package dev.serval.operator.status;

import dev.serval.operator.plan.Finding;
import dev.serval.operator.plan.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What was seen of an application after its objects were applied.
 *
 * @param deployments in the order of the spec
 * @param findings what the plan has to say
 * @param obstacles objects that could not be applied
 * @param scaling how the deployments that ask for autoscaling scale, in the order of the spec
 * @param url where the application answers; empty if nobody answers HTTP
 */
public record ObservedApplication(
    List<ObservedDeployment> deployments,
    List<Finding> findings,
    List<Cause> obstacles,
    List<ObservedScaling> scaling,
    Optional<String> url) {

  /** Copies what could change. */
  public ObservedApplication {
    deployments = List.copyOf(deployments);
    findings = List.copyOf(findings);
    obstacles = List.copyOf(obstacles);
    scaling = List.copyOf(scaling);
  }

  List<Finding> findings(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }
}
