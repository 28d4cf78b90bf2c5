package dev.serval.operator.plan.object;

import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.util.Optional;

/** Who a deployment's pods are. They get no token of the API server. */
final class StageServiceAccount {

  private StageServiceAccount() {}

  /** Empty if the pods run as an account of the user's. */
  static Optional<ServiceAccount> of(
      ResolvedApplication application, ResolvedDeployment deployment) {
    return deployment.ownsServiceAccount()
        ? Optional.of(made(application, deployment))
        : Optional.empty();
  }

  private static ServiceAccount made(
      ResolvedApplication application, ResolvedDeployment deployment) {
    return new ServiceAccountBuilder()
        .withMetadata(OwnedMetadata.ofDeployment(application, deployment))
        .withAutomountServiceAccountToken(false)
        .build();
  }
}
