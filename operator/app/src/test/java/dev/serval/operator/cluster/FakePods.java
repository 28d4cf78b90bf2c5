package dev.serval.operator.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Stands for the nodes that run pods of no Deployment. */
public final class FakePods {

  private FakePods() {}

  /** Makes a pod that runs at an address; namespaces that are restricted take it. */
  public static Pod running(
      KubernetesClient admin, String namespace, String name, String account, String ip) {
    Pod made =
        admin
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withNamespace(namespace)
                    .endMetadata()
                    .withNewSpec()
                    .withServiceAccountName(account)
                    .withNewSecurityContext()
                    .withRunAsNonRoot(true)
                    .withNewSeccompProfile()
                    .withType("RuntimeDefault")
                    .endSeccompProfile()
                    .endSecurityContext()
                    .addNewContainer()
                    .withName("operator")
                    .withImage("serval-operator")
                    .withNewSecurityContext()
                    .withAllowPrivilegeEscalation(false)
                    .withNewCapabilities()
                    .withDrop("ALL")
                    .endCapabilities()
                    .endSecurityContext()
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
    return admin
        .resource(made)
        .editStatus(
            there ->
                new PodBuilder(there)
                    .withStatus(
                        new PodStatusBuilder()
                            .withPhase("Running")
                            .withPodIP(ip)
                            .addNewPodIP(ip)
                            .build())
                    .build());
  }
}
