package dev.serval.operator.reconcile;

import dev.serval.crds.v1alpha1.Ingress;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.plan.PlanSettings;
import java.util.Optional;

/** Where an application answers HTTP inside the cluster: its ingress Service. */
final class ApplicationUrl {

  private ApplicationUrl() {}

  static Optional<String> of(ServeApplication application, PlanSettings settings) {
    Ingress ingress = application.getSpec().ingress();
    if (ingress == null) {
      return Optional.empty();
    }
    String prefix = ingress.routePrefix();
    return Optional.of(
        "http://%s.%s.svc.%s%s"
            .formatted(
                application.getMetadata().getName(),
                application.getMetadata().getNamespace(),
                settings.clusterDomain(),
                prefix == null || prefix.equals("/") ? "" : prefix));
  }
}
