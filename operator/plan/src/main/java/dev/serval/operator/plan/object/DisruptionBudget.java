package dev.serval.operator.plan.object;

import dev.serval.operator.plan.resolve.ObjectLabels;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Optional;

/** Keeps drains of nodes from taking more than one replica of a deployment at a time. */
final class DisruptionBudget {

  private DisruptionBudget() {}

  /**
   * Empty for a single replica, which it wouldn't protect. An autoscaled deployment has one at any
   * number, since it would come and go with the load.
   */
  static Optional<PodDisruptionBudget> of(
      ResolvedApplication application, ResolvedDeployment deployment) {
    boolean autoscaled = deployment.spec().autoscaling() != null;
    return autoscaled || deployment.replicas() > 1
        ? Optional.of(made(application, deployment))
        : Optional.empty();
  }

  /** A replica that isn't ready serves nobody, so its eviction waits for nothing. */
  private static PodDisruptionBudget made(
      ResolvedApplication application, ResolvedDeployment deployment) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(OwnedMetadata.ofDeployment(application, deployment))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(ObjectLabels.selectingDeployment(deployment))
        .endSelector()
        .endSpec()
        .build();
  }
}
