package dev.serval.operator.plan.object;

import dev.serval.operator.plan.pod.StagePorts;
import dev.serval.operator.plan.resolve.ObjectLabels;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import dev.serval.operator.plan.topology.TopologyConfig;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** The Service whose DNS name gives the addresses of a deployment's ready replicas. */
final class HeadlessService {

  private HeadlessService() {}

  static Service of(ResolvedApplication application, ResolvedDeployment deployment) {
    return new ServiceBuilder()
        .withMetadata(OwnedMetadata.ofDeployment(application, deployment))
        .withNewSpec()
        .withClusterIP("None")
        .withSelector(ObjectLabels.selectingDeployment(deployment))
        .addNewPort()
        .withName(StagePorts.WIRE)
        .withProtocol("TCP")
        .withPort(TopologyConfig.WIRE_PORT)
        .withTargetPort(new IntOrString(StagePorts.WIRE))
        .endPort()
        .endSpec()
        .build();
  }
}
