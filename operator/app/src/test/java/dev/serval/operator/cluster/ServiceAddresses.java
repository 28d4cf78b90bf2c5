package dev.serval.operator.cluster;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDRBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * The addresses that an API server has for Services. It is started with 254, which hundreds of
 * applications use up, and Fabric8's kube-api-test lets nobody start it with more.
 */
final class ServiceAddresses {

  private static final String RANGE = "198.19.0.0/16";
  private static final String ONE_OF_THEM = "198.19.255.254";

  private ServiceAddresses() {}

  /**
   * Adds some 65,000, and waits until Services get them. There is no controller that would call the
   * range ready; the API server takes one that nobody judges for ready.
   *
   * @param namespace that exists
   */
  static void addMany(KubernetesClient admin, String namespace) {
    admin
        .resource(
            new ServiceCIDRBuilder()
                .withNewMetadata()
                .withName("many")
                .endMetadata()
                .withNewSpec()
                .withCidrs(RANGE)
                .endSpec()
                .build())
        .create();
    Service service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName("asks-for-an-address")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withClusterIP(ONE_OF_THEM)
            .addNewPort()
            .withPort(80)
            .endPort()
            .endSpec()
            .build();
    ClusterUser.await("Services get addresses of " + RANGE)
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> admin.resource(service).dryRun().create() != null);
  }
}
