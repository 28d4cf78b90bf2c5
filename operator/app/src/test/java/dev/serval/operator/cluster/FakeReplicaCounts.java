package dev.serval.operator.cluster;

import dev.serval.crds.Labels;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.ToIntFunction;

/**
 * Stands for the Deployment controller where only numbers matter: a Deployment has at once as many
 * replicas as it asks for, without pods. Of these no more are ready than the test says.
 */
public final class FakeReplicaCounts implements AutoCloseable {

  /** Somebody was faster, and an event of that comes; or the Deployment is gone. */
  private static final Set<Integer> PASSED =
      Set.of(HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND);

  private final KubernetesClient client;
  private final ToIntFunction<Deployment> mostReady;
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final SharedIndexInformer<Deployment> deployments;

  /** Starts to act on the Deployments of all applications of that name, in any namespace. */
  public FakeReplicaCounts(
      KubernetesClient client, String application, ToIntFunction<Deployment> mostReady) {
    this.client = client;
    this.mostReady = mostReady;
    this.deployments =
        client
            .apps()
            .deployments()
            .inAnyNamespace()
            .withLabel(Labels.APPLICATION, application)
            .inform(new OnEveryChange());
  }

  private void later(Deployment deployment) {
    try {
      worker.execute(() -> act(deployment));
    } catch (RejectedExecutionException e) {
      // closed: what happens now is nobody's concern
    }
  }

  private void act(Deployment seen) {
    int replicas = seen.getSpec().getReplicas();
    int ready = Math.min(replicas, mostReady.applyAsInt(seen));
    DeploymentStatus status =
        new DeploymentStatusBuilder()
            .withObservedGeneration(seen.getMetadata().getGeneration())
            .withReplicas(replicas)
            .withUpdatedReplicas(replicas)
            .withReadyReplicas(ready)
            .withAvailableReplicas(ready)
            .withUnavailableReplicas(replicas - ready)
            .build();
    Deployment wanted = client.getKubernetesSerialization().clone(seen);
    wanted.setStatus(status);
    try {
      client.resource(wanted).updateStatus();
    } catch (KubernetesClientException e) {
      if (!PASSED.contains(e.getCode())) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    deployments.close();
    worker.close();
  }

  private final class OnEveryChange implements ResourceEventHandler<Deployment> {

    @Override
    public void onAdd(Deployment deployment) {
      later(deployment);
    }

    @Override
    public void onUpdate(Deployment before, Deployment now) {
      Long observed = now.getStatus() == null ? null : now.getStatus().getObservedGeneration();
      if (!now.getMetadata().getGeneration().equals(observed)) {
        later(now);
      }
    }

    @Override
    public void onDelete(Deployment deployment, boolean unknown) {
      // nothing is left to count
    }
  }
}
