package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Ends pods as a crash does. The API server can't: also a deletion without grace is a SIGTERM at
 * first. So the container runtime of the node is told, which clusters made by this project allow.
 */
final class PodKill {

  private static final long SECONDS = 20;

  private final KubernetesClient client;
  private final Path script;
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
    this.script = home.resolve("hack/cluster/cluster.sh").toAbsolutePath();
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
        killContainer(pod.getSpec().getNodeName(), idOf(pod, container));
      }
    }
    client.resource(pod).withGracePeriod(0).delete();
  }

  private static String idOf(Pod pod, ContainerStatus container) {
    if (container.getContainerID() == null) {
      throw new IllegalStateException(
          container.getName() + " of " + pod.getMetadata().getName() + " doesn't run");
    }
    return container.getContainerID().replaceFirst("^containerd://", "");
  }

  private void killContainer(String node, String container) {
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), "kill", node, container).redirectErrorStream(true);
    builder.environment().put("CLUSTER", cluster);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "container " + container + " on " + node + " was not killed: " + output.strip());
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + script, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
