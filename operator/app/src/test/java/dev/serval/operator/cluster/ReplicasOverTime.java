package dev.serval.operator.cluster;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes each number of replicas that a Deployment asks for, as the API server tells of it. */
public final class ReplicasOverTime implements AutoCloseable {

  private final List<Integer> numbers = new CopyOnWriteArrayList<>();
  private final Watch watch;

  /** Watches from now on; the first number is the one that it has. */
  public ReplicasOverTime(KubernetesClient client, Deployment deployment) {
    numbers.add(deployment.getSpec().getReplicas());
    watch =
        client
            .apps()
            .deployments()
            .inNamespace(deployment.getMetadata().getNamespace())
            .withName(deployment.getMetadata().getName())
            .withResourceVersion(deployment.getMetadata().getResourceVersion())
            .watch(new Notes());
  }

  /** Each number once for each time that it became another. */
  public List<Integer> numbers() {
    return List.copyOf(numbers);
  }

  @Override
  public void close() {
    watch.close();
  }

  private final class Notes implements Watcher<Deployment> {

    @Override
    public void eventReceived(Action action, Deployment deployment) {
      Integer now = deployment.getSpec().getReplicas();
      if (!now.equals(numbers.getLast())) {
        numbers.add(now);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      // what was noted stays
    }
  }
}
