package dev.serval.operator.metricsapi.registration;

import dev.serval.crds.Labels;
import dev.serval.operator.metricsapi.MetricsGroup;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.APIServiceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.ServiceReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an APIService of the operator says.
 *
 * @param namespace of the Service that leads to the API
 * @param service its name
 * @param port of that Service
 * @param authorities the certificates, base64 of PEM, of those who sign the server's
 * @param owner with whose deletion the APIService goes
 */
record Registration(
    String namespace,
    String service,
    int port,
    String authorities,
    Optional<OwnerReference> owner) {

  /** Any; among several servers of one group the API server would take the higher. */
  private static final int PRIORITY = 100;

  /** The object that says so. */
  APIService of(MetricsGroup group) {
    return new APIServiceBuilder()
        .withNewMetadata()
        .withName(group.apiService())
        .addToLabels(Labels.MANAGED_BY, Labels.MANAGER)
        .withOwnerReferences(owner.stream().toList())
        .endMetadata()
        .withNewSpec()
        .withGroup(group.group())
        .withVersion(group.version())
        .withNewService()
        .withName(service)
        .withNamespace(namespace)
        .withPort(port)
        .endService()
        .withCaBundle(authorities)
        .withGroupPriorityMinimum(PRIORITY)
        .withVersionPriority(PRIORITY)
        .endSpec()
        .build();
  }

  /** Whether an object leads to an operator of this namespace. */
  boolean owns(APIService there) {
    Map<String, String> labels = there.getMetadata().getLabels();
    ServiceReference leadsTo = there.getSpec().getService();
    return labels != null
        && Labels.MANAGER.equals(labels.get(Labels.MANAGED_BY))
        && leadsTo != null
        && namespace.equals(leadsTo.getNamespace());
  }

  /** Whether an object of this operator says what it has to. */
  boolean isSaidBy(APIService there) {
    ServiceReference leadsTo = there.getSpec().getService();
    List<OwnerReference> owners = there.getMetadata().getOwnerReferences();
    return service.equals(leadsTo.getName())
        && Integer.valueOf(port).equals(leadsTo.getPort())
        && authorities.equals(there.getSpec().getCaBundle())
        && !Boolean.TRUE.equals(there.getSpec().getInsecureSkipTLSVerify())
        && (owner.isEmpty() || owners.contains(owner.get()));
  }
}
