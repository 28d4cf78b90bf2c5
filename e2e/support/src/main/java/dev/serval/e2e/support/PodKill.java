package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/**
 * Ends pods as a crash does. The API server can't: also a deletion without grace is a SIGTERM at
 * first. So the container runtime of the node is told, which clusters made by this project allow.
 */
final class PodKill {

  private final KubernetesClient client;
  private final ClusterMachines machines;
  private final String cluster;

  /**
   * For a cluster.
   *
   * @param home folder of the project
   * @param cluster as {@code hack/cluster/cluster.sh} names it; on others than {@code local} and
   *     {@code kind} pods are only deleted without grace
   */
  PodKill(KubernetesClient client, Path home, String cluster) {
    this.client = client;
    this.machines = new ClusterMachines(home);
    this.cluster = cluster;
  }

  /**
   * Ends the processes of a pod by SIGKILL and deletes the pod at once, so that another takes its
   * place.
   *
   * @throws IllegalStateException if its node can't be reached or a container doesn't run
   */
  void kill(Pod pod) {
    if (cluster.equals("local") || cluster.equals("kind")) {
      for (ContainerStatus container : pod.getStatus().getContainerStatuses()) {
        machines.killContainer(pod.getSpec().getNodeName(), idOf(pod, container));
      }
    }
    client.resource(pod).withGracePeriod(0).delete();
  }

  private static String idOf(Pod pod, ContainerStatus container) {
    if (container.getContainerID() == null) {
      throw new IllegalStateException(
          container.getName() + " of " + pod.getMetadata().getName() + " doesn't run");
    }
    return container.getContainerID();
  }
}
