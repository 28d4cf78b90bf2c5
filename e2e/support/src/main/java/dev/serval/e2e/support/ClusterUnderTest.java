package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The cluster that {@code KUBECONFIG} names, with Serval's resource and operator in it. */
public final class ClusterUnderTest implements AutoCloseable {

  private static final long DEFINITION_SECONDS = 30;

  /**
   * After an outage of the API server the controller of namespaces tries again after pauses that
   * double, while it can't ask everybody who serves a part of the API.
   */
  private static final long DELETION_SECONDS = 240;

  private final KubernetesClient client;
  private final PodKill podKill;
  private final RunningOperator operator;
  private final Path home;
  private final Map<Class<?>, AutoCloseable> shared = new LinkedHashMap<>();

  private ClusterUnderTest(
      KubernetesClient client, PodKill podKill, RunningOperator operator, Path home) {
    this.home = home;
    this.client = client;
    this.podKill = podKill;
    this.operator = operator;
  }

  /**
   * Brings the definition of the resource into the cluster, and the operator.
   *
   * @param home folder of the project
   * @throws IllegalStateException if there is no cluster, or no operator
   */
  public static ClusterUnderTest prepare(Path home) {
    if (System.getenv("KUBECONFIG") == null) {
      throw new IllegalStateException("KUBECONFIG names no cluster: run make e2e CLUSTER=local");
    }
    KubernetesClient client = new KubernetesClientBuilder().build();
    try {
      define(client, home.resolve("crds/manifests/serveapplications.serving.serval.dev.yaml"));
      PodKill podKill =
          new PodKill(client, home, System.getenv().getOrDefault("CLUSTER", "current"));
      RunningOperator operator = RunningOperator.start(client, podKill, home);
      return new ClusterUnderTest(client, podKill, operator, home);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private static void define(KubernetesClient client, Path definition) {
    client.resource(text(definition)).fieldManager("serval-e2e").forceConflicts().serverSideApply();
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("serveapplications.serving.serval.dev")
        .waitUntilCondition(
            it ->
                it != null
                    && it.getStatus() != null
                    && it.getStatus().getConditions() != null
                    && it.getStatus().getConditions().stream()
                        .anyMatch(
                            condition ->
                                condition.getType().equals("Established")
                                    && condition.getStatus().equals("True")),
            DEFINITION_SECONDS,
            TimeUnit.SECONDS);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** A client with the rights of {@code KUBECONFIG}. */
  public KubernetesClient client() {
    return client;
  }

  /** Folder of the project. */
  public Path home() {
    return home;
  }

  /** What the cluster runs on. */
  public ClusterMachines machines() {
    return new ClusterMachines(home);
  }

  /**
   * What scenarios share, so that not each of them has to wait for an application to start. It is
   * made when it is first asked for, and again when it is of no use any more; it is closed with
   * this.
   *
   * @param usable whether what there is can be used
   */
  public <T extends AutoCloseable> T shared(Class<T> type, Predicate<T> usable, Supplier<T> maker) {
    T existing = type.cast(shared.get(type));
    if (existing != null && usable.test(existing)) {
      return existing;
    }
    closeShared(shared.remove(type));
    T made = maker.get();
    shared.put(type, made);
    return made;
  }

  private static void closeShared(AutoCloseable resource) {
    try {
      if (resource != null) {
        resource.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("cannot close " + resource, e);
    }
  }

  /** The operator. */
  public RunningOperator operator() {
    return operator;
  }

  /**
   * Ends the processes of a pod as a crash does and deletes the pod at once, so that another takes
   * its place. On a cluster that this project didn't make it is a deletion without grace.
   */
  public void kill(Pod pod) {
    podKill.kill(pod);
  }

  /** Makes a namespace in which Pod Security enforces {@code restricted}. */
  public String createNamespace(String prefix) {
    Namespace namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withGenerateName(prefix + '-')
            .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
            .endMetadata()
            .build();
    return Objects.requireNonNull(client.resource(namespace).create().getMetadata().getName());
  }

  /**
   * Deletes a namespace, and waits until nothing of it is left.
   *
   * @throws IllegalStateException if that takes too long; the message has what it waits for
   */
  public void deleteNamespace(String name) {
    Resource<Namespace> namespace = client.namespaces().withName(name);
    namespace.delete();
    try {
      namespace.waitUntilCondition(Objects::isNull, DELETION_SECONDS, TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException e) {
      Namespace left = namespace.get();
      if (left != null) {
        throw new IllegalStateException(
            "namespace %s is still there: %s".formatted(name, left.getStatus().getConditions()), e);
      }
    }
  }

  /** The operator goes in any case, as the last: applications need it to go. */
  @Override
  public void close() {
    try (client;
        operator) {
      shared.values().forEach(ClusterUnderTest::closeShared);
    }
  }
}
