package dev.serval.operator.plan.object;

import dev.serval.operator.plan.pod.StagePorts;
import dev.serval.operator.plan.resolve.ObjectLabels;
import dev.serval.operator.plan.resolve.ObjectName;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Optional;

/** The Service by which HTTP reaches the ingress deployment. */
final class IngressService {

  private static final int PORT = 80;

  private IngressService() {}

  /** Empty if nobody answers HTTP from outside. */
  static Optional<Service> of(ResolvedApplication application) {
    return application.ingress().map(ingress -> made(application, ingress));
  }

  private static Service made(ResolvedApplication application, ResolvedDeployment ingress) {
    return new ServiceBuilder()
        .withMetadata(
            OwnedMetadata.ofApplication(
                application, ObjectName.ofApplication(application.name()), "ingress"))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(ObjectLabels.selectingDeployment(ingress))
        .addNewPort()
        .withName(StagePorts.HTTP)
        .withAppProtocol("http")
        .withProtocol("TCP")
        .withPort(PORT)
        .withTargetPort(new IntOrString(StagePorts.HTTP))
        .endPort()
        .endSpec()
        .build();
  }
}
