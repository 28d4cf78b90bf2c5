package dev.serval.operator.cluster;

import dev.serval.crds.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Stands for the Deployment controller and the kubelets of a namespace: makes the pods of a
 * Deployment, surge first, and sets their status and the Deployment's. Pods of an image that was
 * declared broken never become ready; then one is added and none is taken away.
 */
public final class FakeDeploymentController implements AutoCloseable {

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, PodStatus> broken = new ConcurrentHashMap<>();
  private final Map<String, String> refused = new ConcurrentHashMap<>();
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final SharedIndexInformer<Deployment> deployments;

  /** Starts to act in {@code namespace}. */
  public FakeDeploymentController(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.deployments =
        client.apps().deployments().inNamespace(namespace).inform(new OnEveryChange());
  }

  /** From now on pods of that image have this status; {@code null} makes it a good image. */
  public void breakImage(String image, PodStatus status) {
    if (status == null) {
      broken.remove(image);
    } else {
      broken.put(image, status);
    }
    actOnAll();
  }

  /** From now on pods of that image can't be made, as with a quota. */
  public void refusePods(String image, String message) {
    refused.put(image, message);
    actOnAll();
  }

  private void actOnAll() {
    deployments.getStore().list().forEach(deployment -> later(name(deployment)));
  }

  private void later(String name) {
    try {
      worker.execute(() -> act(name));
    } catch (RejectedExecutionException e) {
      // closed: what happens now is nobody's concern
    }
  }

  private void act(String name) {
    try {
      Deployment deployment =
          client.apps().deployments().inNamespace(namespace).withName(name).get();
      if (deployment != null && deployment.getMetadata().getDeletionTimestamp() == null) {
        act(deployment);
      } else {
        deleteOrphans();
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404 && e.getCode() != 409) {
        throw e;
      }
      later(name);
    }
  }

  private void act(Deployment deployment) {
    String image =
        deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
    String revision = revision(deployment.getSpec().getTemplate().getMetadata().getLabels());
    PodStatus status = broken.get(image);
    List<Pod> old = pods(deployment).stream().filter(pod -> !isOf(pod, revision)).toList();
    List<Pod> current = pods(deployment).stream().filter(pod -> isOf(pod, revision)).toList();
    int replicas = deployment.getSpec().getReplicas();
    boolean good = status == null && !refused.containsKey(image);
    int wanted = refused.containsKey(image) ? 0 : good || old.isEmpty() ? replicas : 1;
    for (int index = current.size(); index < wanted; index++) {
      make(deployment, revision + "-" + index);
    }
    current.stream().skip(wanted).forEach(this::delete);
    if (good) {
      old.forEach(this::delete);
    }
    pods(deployment).stream()
        .filter(pod -> isOf(pod, revision))
        .forEach(pod -> setStatus(pod, good ? ready() : status));
    setStatus(deployment, wanted, good ? wanted : 0, good ? 0 : old.size(), refused.get(image));
  }

  private void make(Deployment deployment, String suffix) {
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name(deployment) + "-" + suffix)
                .withNamespace(namespace)
                .withLabels(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .endMetadata()
                .withSpec(deployment.getSpec().getTemplate().getSpec())
                .build())
        .create();
  }

  private void delete(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
  }

  private void deleteOrphans() {
    List<String> kept =
        client.apps().deployments().inNamespace(namespace).list().getItems().stream()
            .map(deployment -> deployment.getSpec().getSelector().getMatchLabels())
            .map(Objects::toString)
            .toList();
    client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> kept.stream().noneMatch(selector -> matches(pod, selector)))
        .forEach(this::delete);
  }

  private static boolean matches(Pod pod, String selector) {
    return pod.getMetadata().getLabels().get(Labels.DEPLOYMENT) != null
        && selector.contains(
            Labels.DEPLOYMENT + "=" + pod.getMetadata().getLabels().get(Labels.DEPLOYMENT));
  }

  private void setStatus(Pod pod, PodStatus status) {
    client.resource(pod).editStatus(there -> new PodBuilder(there).withStatus(status).build());
  }

  private void setStatus(Deployment deployment, int updated, int ready, int old, String refusal) {
    DeploymentStatusBuilder status =
        new DeploymentStatusBuilder()
            .withObservedGeneration(deployment.getMetadata().getGeneration())
            .withReplicas(updated + old)
            .withUpdatedReplicas(updated)
            .withReadyReplicas(ready + old)
            .withAvailableReplicas(ready + old);
    if (refusal != null) {
      status
          .addNewCondition()
          .withType("ReplicaFailure")
          .withStatus("True")
          .withReason("FailedCreate")
          .withMessage(refusal)
          .endCondition();
    }
    Deployment fresh = client.getKubernetesSerialization().clone(deployment);
    fresh.setStatus(status.build());
    if (!Objects.equals(fresh.getStatus(), deployment.getStatus())) {
      client.resource(fresh).updateStatus();
    }
  }

  private List<Pod> pods(Deployment deployment) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabels(deployment.getSpec().getSelector().getMatchLabels())
        .list()
        .getItems();
  }

  private static boolean isOf(Pod pod, String revision) {
    return revision.equals(revision(pod.getMetadata().getLabels()));
  }

  private static String revision(Map<String, String> labels) {
    return labels.get(Labels.REVISION);
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  private static PodStatus ready() {
    return new PodStatusBuilder()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .addNewContainerStatus()
        .withName("stage")
        .withImage("stage")
        .withImageID("")
        .withReady(true)
        .withStarted(true)
        .withRestartCount(0)
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .endContainerStatus()
        .build();
  }

  @Override
  public void close() {
    deployments.close();
    worker.close();
  }

  private final class OnEveryChange implements ResourceEventHandler<Deployment> {
    @Override
    public void onAdd(Deployment deployment) {
      later(name(deployment));
    }

    @Override
    public void onUpdate(Deployment before, Deployment now) {
      if (!Objects.equals(
          before.getMetadata().getGeneration(), now.getMetadata().getGeneration())) {
        later(name(now));
      }
    }

    @Override
    public void onDelete(Deployment deployment, boolean unknown) {
      later(name(deployment));
    }
  }
}
