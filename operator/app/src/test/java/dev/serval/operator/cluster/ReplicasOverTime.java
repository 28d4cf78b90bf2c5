package dev.serval.operator.cluster;

import dev.serval.operator.scaling.ReplicasField;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes each number of replicas that a Deployment asks for, as the API server tells of it. */
public final class ReplicasOverTime implements AutoCloseable {

  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final Watch watch;

  /**
   * A number that it came to ask for.
   *
   * @param managers who has set it
   * @param nanos when that was heard of, by {@link System#nanoTime}
   */
  public record Change(int number, List<String> managers, long nanos) {

    private static Change to(Deployment deployment) {
      return new Change(
          deployment.getSpec().getReplicas(),
          ReplicasField.managers(deployment),
          System.nanoTime());
    }
  }

  /** Watches from now on; the first number is the one that it has. */
  public ReplicasOverTime(KubernetesClient client, Deployment deployment) {
    changes.add(Change.to(deployment));
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
    return changes.stream().map(Change::number).toList();
  }

  /** The same, with who has set them; the first is the one that it had. */
  public List<Change> changes() {
    return List.copyOf(changes);
  }

  @Override
  public void close() {
    watch.close();
  }

  private final class Notes implements Watcher<Deployment> {

    @Override
    public void eventReceived(Action action, Deployment deployment) {
      if (deployment.getSpec().getReplicas() != changes.getLast().number()) {
        changes.add(Change.to(deployment));
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      // what was noted stays
    }
  }
}
