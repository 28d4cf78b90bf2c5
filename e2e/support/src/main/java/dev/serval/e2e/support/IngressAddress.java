package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/**
 * Where an ingress Service answers from outside the pods: its own address where this machine
 * reaches it, as on the local cluster; else a port of a node, behind which the same rules choose
 * the pod.
 */
final class IngressAddress {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  private IngressAddress() {}

  /**
   * The address of a Service that has ready pods.
   *
   * @throws IllegalStateException if it can't be reached either way
   */
  static URI of(KubernetesClient client, String namespace, String name) {
    Service service = client.services().inNamespace(namespace).withName(name).require();
    String address = service.getSpec().getClusterIP();
    int port = service.getSpec().getPorts().getFirst().getPort();
    return answers(address, port) ? uri(address, port) : throughNode(client, service);
  }

  private static URI throughNode(KubernetesClient client, Service service) {
    Service twin =
        client
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName(service.getMetadata().getName() + "-e2e")
                    .withNamespace(service.getMetadata().getNamespace())
                    .endMetadata()
                    .withNewSpec()
                    .withType("NodePort")
                    .withSelector(service.getSpec().getSelector())
                    .addNewPort()
                    .withPort(service.getSpec().getPorts().getFirst().getPort())
                    .withTargetPort(targetPort(service))
                    .endPort()
                    .endSpec()
                    .build())
            .fieldManager("serval-e2e")
            .serverSideApply();
    int port = twin.getSpec().getPorts().getFirst().getNodePort();
    for (Node node : client.nodes().list().getItems()) {
      for (NodeAddress address : node.getStatus().getAddresses()) {
        if (address.getType().equals("InternalIP") && answers(address.getAddress(), port)) {
          return uri(address.getAddress(), port);
        }
      }
    }
    throw new IllegalStateException(
        "Neither the Service "
            + service.getMetadata().getName()
            + " nor a port of a node can be reached from this machine");
  }

  private static IntOrString targetPort(Service service) {
    return service.getSpec().getPorts().getFirst().getTargetPort();
  }

  private static URI uri(String address, int port) {
    String host = address.contains(":") ? '[' + address + ']' : address;
    return URI.create("http://" + host + ':' + port);
  }

  private static boolean answers(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), Math.toIntExact(CONNECT.toMillis()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
