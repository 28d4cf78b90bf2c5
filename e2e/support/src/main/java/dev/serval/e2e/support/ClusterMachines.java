package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to the machines of a cluster of ours, on which {@code hack/cluster/cluster.sh} does
 * it. On somebody else's cluster each method throws, with the script's words.
 */
public final class ClusterMachines {

  private static final Duration AT_MOST = Duration.ofMinutes(3);

  private final Path script;

  ClusterMachines(Path home) {
    this.script = home.resolve("hack/cluster/cluster.sh");
  }

  /** Ends the process of a pod's first container with SIGKILL. */
  public void killContainer(Pod pod) {
    killContainer(
        pod.getSpec().getNodeName(),
        pod.getStatus().getContainerStatuses().getFirst().getContainerID());
  }

  /** Ends a container, by its id in the status of its pod. */
  void killContainer(String node, String id) {
    run("kill", node, id);
  }

  /** Ends a node with all that runs on it, as a power cut does. */
  public void loseNode(String node) {
    run("node", "lose", node);
  }

  /** Starts a node that was lost. */
  public void returnNode(String node) {
    run("node", "return", node);
  }

  /** Ends the API server at once. */
  public void takeApiServerAway() {
    run("daemon", "kill", "apiserver");
  }

  /** Starts the API server again and waits until it answers. */
  public void bringApiServerBack() {
    run("daemon", "start", "apiserver");
  }

  private void run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    CommandLine.run(AT_MOST, command);
  }
}
