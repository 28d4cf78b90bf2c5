package dev.serval.operator.cluster;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Arrays;
import java.util.List;

/**
 * Stands for the endpointslice controller of a namespace: one slice for a Service, with the
 * Service's labels.
 */
public final class FakeEndpoints {

  private final KubernetesClient client;
  private final String namespace;

  /** Acts in {@code namespace}. */
  public FakeEndpoints(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Makes the slice of a Service have exactly these endpoints. */
  public void put(String service, Endpoint... endpoints) {
    put(service, Arrays.asList(endpoints));
  }

  /** Makes the slice of a Service have exactly these endpoints. */
  public void put(String service, List<Endpoint> endpoints) {
    EndpointSlice slice = slice(service, endpoints);
    try {
      client.resource(slice).create();
    } catch (KubernetesClientException e) {
      client.resource(slice).update();
    }
  }

  /** Removes the slice of a Service. */
  public void remove(String service) {
    client
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(namespace)
        .withName(name(service))
        .delete();
  }

  private EndpointSlice slice(String service, List<Endpoint> endpoints) {
    Service owner = client.services().inNamespace(namespace).withName(service).require();
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withName(name(service))
        .withNamespace(namespace)
        .withLabels(owner.getMetadata().getLabels())
        .addToLabels("kubernetes.io/service-name", service)
        .addToLabels("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
        .endMetadata()
        .withAddressType("IPv4")
        .addNewPort()
        .withName("wire")
        .withPort(9400)
        .endPort()
        .withEndpoints(endpoints)
        .build();
  }

  private static String name(String service) {
    return service + "-abcde";
  }

  /** A pod that can be called. */
  public static Endpoint ready(String pod, String address) {
    return endpoint(pod, address, true, false);
  }

  /** A pod that starts or is ill. */
  public static Endpoint unready(String pod, String address) {
    return endpoint(pod, address, false, false);
  }

  /** A pod that is to go; it still serves. */
  public static Endpoint terminating(String pod, String address) {
    return endpoint(pod, address, false, true);
  }

  private static Endpoint endpoint(String pod, String address, boolean ready, boolean terminating) {
    return new EndpointBuilder()
        .withAddresses(address)
        .withNodeName("node-1")
        .withZone("zone-a")
        .withNewConditions()
        .withReady(ready)
        .withServing(ready || terminating)
        .withTerminating(terminating)
        .endConditions()
        .withNewTargetRef()
        .withKind("Pod")
        .withName(pod)
        .endTargetRef()
        .build();
  }
}
