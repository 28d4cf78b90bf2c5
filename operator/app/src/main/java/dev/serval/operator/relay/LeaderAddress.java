package dev.serval.operator.relay;

import dev.serval.operator.client.ImpatientClient;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Finds the pod that leads by its name in the Lease. */
final class LeaderAddress {

  private final KubernetesClient client;
  private final String namespace;
  private final int port;

  /** What is known of where the leader is. */
  sealed interface Found {

    /** There it is. */
    record At(InetSocketAddress address) implements Found {}

    /** No pod has that name: the leader isn't one, or no longer. */
    record NoPod() implements Found {}

    /**
     * It may be found later.
     *
     * @param reason why it isn't now
     */
    record NotNow(String reason) implements Found {}
  }

  /**
   * Finds pods of {@code namespace}.
   *
   * @param port of the hub, the same in all of them
   */
  LeaderAddress(KubernetesClient client, String namespace, int port) {
    this.client = ImpatientClient.of(client);
    this.namespace = namespace;
    this.port = port;
  }

  /** Where the pod of that name is. Asks the API server, which can take seconds. */
  Found find(String name) {
    try {
      Pod pod = client.pods().inNamespace(namespace).withName(name).get();
      if (pod == null) {
        return new Found.NoPod();
      }
      String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
      return ip == null || ip.isEmpty()
          ? new Found.NotNow("pod %s/%s has no address yet".formatted(namespace, name))
          : new Found.At(new InetSocketAddress(InetAddress.ofLiteral(ip), port));
    } catch (KubernetesClientException | IllegalArgumentException e) {
      return new Found.NotNow(
          "pod %s/%s can't be looked up: %s".formatted(namespace, name, e.getMessage()));
    }
  }
}
