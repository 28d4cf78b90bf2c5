package dev.serval.operator.plan.pod;

import dev.serval.operator.plan.Finding;

/** What becomes of a deployment's pod template. */
public sealed interface PodTemplateResult {

  /** It is made. */
  record Made(RevisedDeployment deployment) implements PodTemplateResult {}

  /** The spec's {@code podTemplate} can't be laid over it. */
  record Refused(Finding finding) implements PodTemplateResult {}
}
