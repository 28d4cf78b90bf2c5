package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Where an ingress Service answers from outside the pods: its own address where this machine
 * reaches it, as on the local cluster; else a port of a node, behind which the same rules choose
 * the pod.
 */
final class IngressAddress {

  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** Until kube-proxy's rules know a new Service. */
  private static final Duration RULES = Duration.ofSeconds(30);

  private static final String PLANE = "node-role.kubernetes.io/control-plane";

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
                    .addToOwnerReferences(goesWith(service))
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
    List<String> addresses = nodeAddresses(client);
    AtomicReference<URI> found = new AtomicReference<>();
    Await.until(
        "port %d of a node answers this machine, as Service %s does not; nodes are at %s"
            .formatted(port, service.getMetadata().getName(), addresses),
        RULES,
        () -> {
          addresses.stream()
              .filter(address -> answers(address, port))
              .findFirst()
              .ifPresent(address -> found.set(uri(address, port)));
          return found.get() != null;
        });
    return found.get();
  }

  /** A scenario that looks for what an application leaves behind must not find ours. */
  private static OwnerReference goesWith(Service service) {
    return new OwnerReferenceBuilder()
        .withApiVersion(service.getApiVersion())
        .withKind(service.getKind())
        .withName(service.getMetadata().getName())
        .withUid(service.getMetadata().getUid())
        .build();
  }

  /** Control planes first: they stay when a scenario takes a node away. */
  private static List<String> nodeAddresses(KubernetesClient client) {
    return client.nodes().list().getItems().stream()
        .sorted(Comparator.comparing(node -> !node.getMetadata().getLabels().containsKey(PLANE)))
        .flatMap(node -> node.getStatus().getAddresses().stream())
        .filter(address -> address.getType().equals("InternalIP"))
        .map(NodeAddress::getAddress)
        .toList();
  }

  private static IntOrString targetPort(Service service) {
    return service.getSpec().getPorts().getFirst().getTargetPort();
  }

  private static URI uri(String address, int port) {
    String host = address.contains(":") ? '[' + address + ']' : address;
    return URI.create("http://" + host + ':' + port);
  }

  /** Something on the way may take any connection, so the answer has to be a replica's. */
  private static boolean answers(String address, int port) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(address, port).resolve("/q/health/ready"))
            .timeout(ANSWER)
            .build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build()) {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().contains("\"UP\"");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
