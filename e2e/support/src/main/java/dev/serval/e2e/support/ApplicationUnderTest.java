package dev.serval.e2e.support;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.StageDeployment;
import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@code ServeApplication}, in a namespace of its own unless it is somebody's neighbour. */
public final class ApplicationUnderTest implements AutoCloseable {

  private final ClusterUnderTest cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final boolean neighbour;
  private URI address;

  private ApplicationUnderTest(
      ClusterUnderTest cluster, String namespace, String name, boolean neighbour) {
    this.neighbour = neighbour;
    this.cluster = cluster;
    this.client = cluster.client();
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * Applies an application in a new namespace.
   *
   * @param yaml as a user writes it, without namespace
   */
  public static ApplicationUnderTest apply(ClusterUnderTest cluster, String name, String yaml) {
    String namespace = cluster.createNamespace(name);
    try {
      return apply(new ApplicationUnderTest(cluster, namespace, name, false), yaml);
    } catch (RuntimeException e) {
      cluster.deleteNamespace(namespace);
      throw e;
    }
  }

  /** Applies another application in the namespace of this one. */
  public ApplicationUnderTest neighbour(String other, String yaml) {
    return apply(new ApplicationUnderTest(cluster, namespace, other, true), yaml);
  }

  private static ApplicationUnderTest apply(ApplicationUnderTest application, String yaml) {
    application
        .client
        .resource(yaml)
        .inNamespace(application.namespace)
        .fieldManager("serval-e2e")
        .serverSideApply();
    return application;
  }

  /** The resource as it is now. */
  public ServeApplication resource() {
    return access().require();
  }

  private Resource<ServeApplication> access() {
    return client.resources(ServeApplication.class).inNamespace(namespace).withName(name);
  }

  /**
   * Waits until the status says Ready for the spec as it is now.
   *
   * @throws IllegalStateException if it takes longer; the message tells what there is
   */
  public void awaitReady(Duration atMost) {
    try {
      access()
          .waitUntilCondition(
              now -> current(now, "Ready", ConditionStatus.TRUE).isPresent(),
              seconds(atMost),
              TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new IllegalStateException(
          name + " is not Ready after " + seconds(atMost) + " s\n" + diagnosis(), e);
    }
  }

  /** The condition, if it speaks of the spec as it is and has that status. */
  private static Optional<Condition> current(
      ServeApplication application, String type, ConditionStatus status) {
    return condition(application, type)
        .filter(condition -> condition.status() == status)
        .filter(
            condition ->
                application.getMetadata().getGeneration().equals(condition.observedGeneration()));
  }

  private static Optional<Condition> condition(ServeApplication application, String type) {
    return application == null || application.getStatus() == null
        ? Optional.empty()
        : application.getStatus().conditions().stream()
            .filter(condition -> condition.type().equals(type))
            .findFirst();
  }

  /** Waits until it is Ready, and says whether each deployment has so many ready pods then. */
  public boolean hasReadyPods(int each, Duration atMost) {
    if (access().get() == null) {
      return false;
    }
    try {
      awaitReady(atMost);
    } catch (IllegalStateException notReady) {
      return false;
    }
    return resource().getSpec().deployments().stream()
        .allMatch(deployment -> readyPods(deployment.name()).size() == each);
  }

  /** Where it is. */
  public String namespace() {
    return namespace;
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /**
   * Waits until a condition of the spec as it is now has a status, and a message or reason that
   * {@code accepted} takes.
   *
   * @throws IllegalStateException if it takes longer; the message tells what there is
   */
  public Condition awaitCondition(
      String type, ConditionStatus status, Predicate<Condition> accepted, Duration atMost) {
    try {
      ServeApplication seen =
          access()
              .waitUntilCondition(
                  now -> current(now, type, status).filter(accepted).isPresent(),
                  seconds(atMost),
                  TimeUnit.SECONDS);
      return current(seen, type, status).orElseThrow();
    } catch (KubernetesClientTimeoutException e) {
      throw new IllegalStateException(
          "%s is not %s with what was expected after %d s%n%s"
              .formatted(type, status, seconds(atMost), diagnosis()),
          e);
    }
  }

  /** Changes the replicas of a deployment in the spec, as a user does who scales by hand. */
  public void scale(String deployment, int replicas) {
    change(SpecChange.of(deployment, "replicas", String.valueOf(replicas)));
  }

  /** Scales the Deployment of a deployment, as {@code kubectl scale} does. */
  public void scaleObject(String deployment, int replicas) {
    objects(deployment).resources().forEach(object -> object.scale(replicas));
  }

  /** The Deployment of a deployment. */
  public Deployment object(String deployment) {
    return objects(deployment).list().getItems().getFirst();
  }

  private FilterWatchListDeletable<Deployment, DeploymentList, RollableScalableResource<Deployment>>
      objects(String deployment) {
    return client.apps().deployments().inNamespace(namespace).withLabels(labels(deployment));
  }

  /** Begins to watch how the replicas of a deployment come and go. */
  public ReplicaHistory watchReplicas(String deployment) {
    return ReplicaHistory.watch(objects(deployment), podObjects(deployment));
  }

  /** Begins to watch when the pods of a deployment become ready and end. */
  public PodMoments watchPods(String deployment) {
    return PodMoments.watch(client, namespace, labels(deployment));
  }

  /** Changes fields of deployments in the spec, all at once. */
  public void change(SpecChange... changes) {
    List<String> names =
        resource().getSpec().deployments().stream().map(StageDeployment::name).toList();
    access()
        .patch(
            PatchContext.of(PatchType.JSON),
            Stream.of(changes)
                .map(change -> change.asJsonPatch(names))
                .collect(Collectors.joining(",", "[", "]")));
  }

  /** The pods of a deployment that are ready and not about to end, the oldest first. */
  public List<Pod> readyPods(String deployment) {
    return pods(deployment).stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(Readiness::isPodReady)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
        .toList();
  }

  /** All pods of a deployment, also those about to end. */
  public List<Pod> pods(String deployment) {
    return podObjects(deployment).list().getItems();
  }

  private FilterWatchListDeletable<Pod, PodList, PodResource> podObjects(String deployment) {
    return client.pods().inNamespace(namespace).withLabels(labels(deployment));
  }

  private Map<String, String> labels(String deployment) {
    return Map.of(Labels.APPLICATION, name, Labels.DEPLOYMENT, deployment);
  }

  /** The identities of the ready pods of a deployment. */
  public Set<String> readyPodUids(String deployment) {
    return readyPods(deployment).stream()
        .map(pod -> pod.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  /** Each ready pod of these deployments, and how often its containers have been started again. */
  public Set<String> podStarts(List<String> deployments) {
    return deployments.stream()
        .flatMap(deployment -> readyPods(deployment).stream())
        .map(pod -> pod.getMetadata().getUid() + ' ' + restarts(pod))
        .collect(Collectors.toSet());
  }

  /** Waits until a deployment has so many ready pods and no others, also none about to end. */
  public void awaitPods(String deployment, int count, Duration atMost) {
    try {
      Await.until(
          deployment + " has " + count + " ready pods and no others",
          atMost,
          () -> pods(deployment).size() == count && readyPods(deployment).size() == count);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + '\n' + diagnosis(), e);
    }
  }

  /** Waits until the first container of a pod was started again and is ready. */
  public void awaitRestarted(Pod before, Duration atMost) {
    int restarts = restarts(before);
    client
        .pods()
        .inNamespace(namespace)
        .withName(before.getMetadata().getName())
        .waitUntilCondition(
            pod -> pod != null && restarts(pod) > restarts && Readiness.isPodReady(pod),
            seconds(atMost),
            TimeUnit.SECONDS);
  }

  private static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }

  /**
   * Asks for the eviction of a pod, as a drain does.
   *
   * @return false if the disruption budget doesn't allow it now
   */
  public boolean evict(Pod pod) {
    // By default the client itself asks again until it may.
    Config once =
        new ConfigBuilder(client.getConfiguration()).withRequestRetryBackoffLimit(0).build();
    try (KubernetesClient asker = new KubernetesClientBuilder().withConfig(once).build()) {
      return asker.pods().inNamespace(namespace).withName(pod.getMetadata().getName()).evict();
    }
  }

  /** Deletes a pod gracefully and waits until it is gone. */
  public void deletePod(Pod pod, Duration atMost) {
    Resource<Pod> access =
        client.pods().inNamespace(namespace).withName(pod.getMetadata().getName());
    access.delete();
    access.waitUntilCondition(
        now -> now == null || !now.getMetadata().getUid().equals(pod.getMetadata().getUid()),
        seconds(atMost),
        TimeUnit.SECONDS);
  }

  /**
   * Asks for the deletion of the application, as {@code kubectl delete} does, and waits for
   * nothing.
   */
  public void delete() {
    access().delete();
  }

  /** Waits until the namespace has no pod. */
  public void awaitNoPods(Duration atMost) {
    Await.until(
        "no pod is left",
        atMost,
        () -> client.pods().inNamespace(namespace).list().getItems().isEmpty());
  }

  /** Where the ingress Service answers from outside the pods; found out once. */
  public synchronized URI address() {
    if (address == null) {
      address = IngressAddress.of(client, namespace, name);
    }
    return address;
  }

  /** The conditions, the pods and the ends of their logs, and the warnings. */
  public String diagnosis() {
    StringBuilder text = new StringBuilder();
    Optional.ofNullable(access().get())
        .map(ServeApplication::getStatus)
        .ifPresent(status -> text.append("status: ").append(status).append('\n'));
    for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
      text.append(pod.getMetadata().getName())
          .append(Readiness.isPodReady(pod) ? ": ready\n" : ": not ready\n");
      if (!Readiness.isPodReady(pod)) {
        text.append(endOfLog(pod)).append('\n');
      }
    }
    client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> "Warning".equals(event.getType()))
        .forEach(
            event ->
                text.append(event.getInvolvedObject().getName())
                    .append(": ")
                    .append(event.getMessage())
                    .append('\n'));
    return text.toString();
  }

  private String endOfLog(Pod pod) {
    try {
      return client
          .pods()
          .inNamespace(namespace)
          .withName(pod.getMetadata().getName())
          .tailingLines(20)
          .getLog();
    } catch (KubernetesClientException e) {
      return "no log: " + e.getMessage();
    }
  }

  private static long seconds(Duration duration) {
    return duration.toSeconds();
  }

  /** Deletes the application, with its namespace unless that is another's. */
  @Override
  public void close() {
    if (neighbour) {
      delete();
      return;
    }
    cluster.deleteNamespace(namespace);
  }
}
