package dev.serval.operator.reconcile;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/**
 * When the Service that is called from outside turns to another deployment: not before that one has
 * a replica that is ready, as long as the one before has.
 */
final class IngressTurn {

  private final OwnedObjects owned;

  IngressTurn(OwnedObjects owned) {
    this.owned = owned;
  }

  /** The Service as it is, if {@code desired} would turn it too early. */
  Optional<HasMetadata> heldBack(HasMetadata desired, ServeApplication application) {
    if (!(desired instanceof Service wanted)) {
      return Optional.empty();
    }
    return owned
        .find(wanted)
        .filter(there -> Ownership.isOwned(there, application))
        .map(Service.class::cast)
        .filter(there -> isTooEarly(there, wanted, application))
        .map(HasMetadata.class::cast);
  }

  private boolean isTooEarly(Service there, Service wanted, ServeApplication application) {
    String before = selected(there);
    String after = selected(wanted);
    return before != null
        && !before.equals(after)
        && isReady(before, application)
        && !isReady(after, application);
  }

  private static String selected(Service service) {
    return service.getSpec().getSelector() == null
        ? null
        : service.getSpec().getSelector().get(Labels.DEPLOYMENT);
  }

  private boolean isReady(String deployment, ServeApplication application) {
    return owned.deploymentsOf(application).stream()
        .filter(each -> deployment.equals(each.getMetadata().getLabels().get(Labels.DEPLOYMENT)))
        .map(Deployment::getStatus)
        .anyMatch(
            status ->
                status != null
                    && status.getReadyReplicas() != null
                    && status.getReadyReplicas() > 0);
  }
}
