package dev.serval.operator.plan.object;

import dev.serval.operator.plan.pod.StagePorts;
import dev.serval.operator.plan.resolve.ObjectLabels;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;

/** Who reaches a deployment's pods. What the pods reach is left to them. */
final class StageNetworkPolicy {

  private StageNetworkPolicy() {}

  static NetworkPolicy of(ResolvedApplication application, ResolvedDeployment deployment) {
    return new NetworkPolicyBuilder()
        .withMetadata(OwnedMetadata.ofDeployment(application, deployment))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(ObjectLabels.selectingDeployment(deployment))
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .withIngress(
            callsOfTheApplication(application),
            deployment.ingress() ? httpFromAnywhere() : httpFromTheCluster())
        .endSpec()
        .build();
  }

  private static NetworkPolicyIngressRule callsOfTheApplication(ResolvedApplication application) {
    return rule(StagePorts.WIRE)
        .addNewFrom()
        .withNewPodSelector()
        .withMatchLabels(ObjectLabels.selectingApplication(application.name()))
        .endPodSelector()
        .endFrom()
        .build();
  }

  private static NetworkPolicyIngressRule httpFromAnywhere() {
    return rule(StagePorts.HTTP).build();
  }

  /** For health and metrics; such a deployment has no routes. */
  private static NetworkPolicyIngressRule httpFromTheCluster() {
    return rule(StagePorts.HTTP)
        .addNewFrom()
        .withNewNamespaceSelector()
        .endNamespaceSelector()
        .endFrom()
        .build();
  }

  private static NetworkPolicyIngressRuleBuilder rule(String port) {
    return new NetworkPolicyIngressRuleBuilder()
        .addNewPort()
        .withProtocol("TCP")
        .withPort(new IntOrString(port))
        .endPort();
  }
}
