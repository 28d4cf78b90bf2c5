package dev.serval.bench.operator;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationYaml;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ServeApplicationStatus;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The applications of the bench: made, changed and watched by their owners. */
final class Applications implements AutoCloseable {

  private static final String IMAGE = "registry.example/bench:1";

  private final KubernetesClient cluster;
  private final List<String> namespaces;
  private final int deployments;
  private final Object changed = new Object();
  private final SharedIndexInformer<ServeApplication> seen;

  /**
   * None yet.
   *
   * @param namespaces are made; applications are spread over them
   * @param deployments of each application
   */
  Applications(KubernetesClient cluster, List<String> namespaces, int deployments) {
    this.cluster = cluster;
    this.namespaces = List.copyOf(namespaces);
    this.deployments = deployments;
    for (String namespace : namespaces) {
      cluster
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
    this.seen = cluster.resources(ServeApplication.class).inAnyNamespace().inform(new OnChange());
  }

  /** Applies application {@code index} with that image of its first deployment. */
  ServeApplication apply(int index, String firstImage) {
    ServeApplication application = ServeApplicationYaml.read(yaml(index, firstImage));
    application.getMetadata().setNamespace(namespaces.get(index % namespaces.size()));
    return cluster
        .resource(application)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("owner")
                .withForce(true)
                .build());
  }

  /** Applies application {@code index} as it is at first. */
  void apply(int index) {
    apply(index, IMAGE);
  }

  private String yaml(int index, String firstImage) {
    String stages =
        IntStream.range(0, deployments)
            .mapToObj(
                stage ->
                    stage == 0
                        ? "- {name: Stage0, replicas: 2, image: '" + firstImage + "'}\n"
                        : "- {name: Stage" + stage + "}\n")
            .collect(Collectors.joining("  "));
    return """
    apiVersion: serving.serval.dev/v1alpha1
    kind: ServeApplication
    metadata:
      name: app-%d
    spec:
      image: %s
      ingress: {deployment: Stage%d}
      deployments:
      %s
    """
        .formatted(index, IMAGE, deployments - 1, stages);
  }

  /** Waits until {@code count} applications have a status of their newest spec. */
  void awaitReconciled(int count, Duration patience) throws InterruptedException {
    await(Applications::isReconciled, count, patience);
  }

  /** Waits until {@code count} applications are ready with their newest spec. */
  void awaitReady(int count, Duration patience) throws InterruptedException {
    await(Applications::isReady, count, patience);
  }

  /** Waits until an application is ready with the spec that was applied. */
  void awaitReady(ServeApplication applied, Duration patience) throws InterruptedException {
    ObjectMeta wanted = applied.getMetadata();
    await(
        application ->
            application.getMetadata().getUid().equals(wanted.getUid())
                && application.getMetadata().getGeneration() >= wanted.getGeneration()
                && isReady(application),
        1,
        patience);
  }

  private void await(Predicate<ServeApplication> wanted, int count, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (changed) {
      while (seen.getStore().list().stream().filter(wanted).count() < count) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          throw new IllegalStateException(
              "after %s only %d of %d applications are so far"
                  .formatted(
                      patience, seen.getStore().list().stream().filter(wanted).count(), count));
        }
        changed.wait(millis);
      }
    }
  }

  private static boolean isReconciled(ServeApplication application) {
    ServeApplicationStatus status = application.getStatus();
    return status != null
        && application.getMetadata().getGeneration().equals(status.observedGeneration());
  }

  private static boolean isReady(ServeApplication application) {
    return isReconciled(application)
        && application.getStatus().conditions().stream()
            .anyMatch(
                condition ->
                    condition.type().equals("Ready") && condition.status() == ConditionStatus.TRUE);
  }

  @Override
  public void close() {
    seen.close();
  }

  private final class OnChange implements ResourceEventHandler<ServeApplication> {
    @Override
    public void onAdd(ServeApplication application) {
      tell();
    }

    @Override
    public void onUpdate(ServeApplication before, ServeApplication now) {
      tell();
    }

    @Override
    public void onDelete(ServeApplication application, boolean unknown) {
      tell();
    }

    private void tell() {
      synchronized (changed) {
        changed.notifyAll();
      }
    }
  }
}
