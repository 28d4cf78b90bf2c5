package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The operator's Deployment, its pods and its Lease. */
record OperatorDeployment(KubernetesClient client) {

  static final String NAMESPACE = "serval-system";
  static final String NAME = "serval-operator";

  private static final int LINES = 40;

  RollableScalableResource<Deployment> access() {
    return client.apps().deployments().inNamespace(NAMESPACE).withName(NAME);
  }

  Optional<Deployment> get() {
    return Optional.ofNullable(access().get());
  }

  int replicas() {
    return access().require().getSpec().getReplicas();
  }

  /** All pods, also those about to end. */
  List<Pod> pods() {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/name", NAME)
        .list()
        .getItems();
  }

  /** The pod that holds the Lease, if it is there. */
  Optional<Pod> leader() {
    Lease lease = client.leases().inNamespace(NAMESPACE).withName(NAME).get();
    String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return pods().stream().filter(pod -> pod.getMetadata().getName().equals(holder)).findFirst();
  }

  void awaitPodsGone(Duration atMost) {
    await("the operator's pods are gone", atMost, () -> pods().isEmpty());
  }

  void awaitReady(Duration atMost) {
    await("the operator is ready", atMost, this::isReady);
  }

  private boolean isReady() {
    return get().filter(OperatorDeployment::isComplete).isPresent()
        && pods().stream().allMatch(Readiness::isPodReady)
        && leader().isPresent();
  }

  private static boolean isComplete(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    Integer wanted = deployment.getSpec().getReplicas();
    return status != null
        && deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && wanted.equals(status.getUpdatedReplicas())
        && wanted.equals(status.getReadyReplicas())
        && wanted.equals(status.getReplicas());
  }

  private void await(String what, Duration atMost, BooleanSupplier condition) {
    try {
      Await.until(what, atMost, condition);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + '\n' + diagnosis(), e);
    }
  }

  /** What the pods do, the ends of their logs, and the warnings. */
  String diagnosis() {
    StringBuilder text = new StringBuilder();
    for (Pod pod : pods()) {
      text.append(pod.getMetadata().getName())
          .append(Readiness.isPodReady(pod) ? " is ready\n" : " is not ready: " + states(pod))
          .append(log(pod, LINES))
          .append('\n');
    }
    client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(event -> "Warning".equals(event.getType()))
        .forEach(
            event ->
                text.append(event.getInvolvedObject().getName())
                    .append(": ")
                    .append(event.getMessage())
                    .append('\n'));
    return text.toString();
  }

  private static String states(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .map(each -> "now " + each.getState() + ", before " + each.getLastState() + '\n')
        .collect(Collectors.joining());
  }

  /** The whole log of a pod, with that of a container before, if there is one. */
  String log(Pod pod) {
    String now = log(pod, Integer.MAX_VALUE);
    boolean restarted =
        pod.getStatus().getContainerStatuses().stream()
            .anyMatch(each -> each.getRestartCount() > 0);
    return restarted ? previousLog(pod) + "\n(the container was started again)\n" + now : now;
  }

  private String previousLog(Pod pod) {
    try {
      return client
          .pods()
          .inNamespace(NAMESPACE)
          .withName(pod.getMetadata().getName())
          .terminated()
          .getLog();
    } catch (KubernetesClientException e) {
      return "no log of the container before: " + e.getMessage();
    }
  }

  private String log(Pod pod, int lines) {
    try {
      return client
          .pods()
          .inNamespace(NAMESPACE)
          .withName(pod.getMetadata().getName())
          .tailingLines(lines)
          .getLog();
    } catch (KubernetesClientException e) {
      return "no log: " + e.getMessage();
    }
  }
}
