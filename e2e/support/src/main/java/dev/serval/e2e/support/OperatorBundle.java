package dev.serval.e2e.support;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The bundle that installs the operator, as it is shipped but for the name of the image. */
final class OperatorBundle {

  /** Who applies; by it an operator of earlier scenarios is told from one of somebody else. */
  static final String MANAGER = "serval-e2e";

  private static final String FILE = "deploy/serval-operator.yaml";
  private static final Duration REMOVAL = Duration.ofSeconds(90);

  private final KubernetesClient client;
  private final List<HasMetadata> objects;

  private OperatorBundle(KubernetesClient client, List<HasMetadata> objects) {
    this.client = client;
    this.objects = objects;
  }

  /**
   * Reads it.
   *
   * @param home folder of the project
   * @param image where the cluster pulls the operator from, or {@code null} for the bundle's own
   */
  static OperatorBundle read(KubernetesClient client, Path home, String image) {
    try (InputStream file = Files.newInputStream(home.resolve(FILE))) {
      List<HasMetadata> objects = client.load(file).items();
      if (image != null && !image.isEmpty()) {
        objects.stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .flatMap(each -> each.getSpec().getTemplate().getSpec().getContainers().stream())
            .forEach(container -> container.setImage(image));
      }
      return new OperatorBundle(client, objects);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }

  /** In the order in which they are applied. */
  List<HasMetadata> objects() {
    return objects;
  }

  /** Applies everything, in the order of the bundle. */
  void apply() {
    for (HasMetadata object : objects) {
      client.resource(object).fieldManager(MANAGER).forceConflicts().serverSideApply();
    }
  }

  /** Deletes everything but the definition of the resource, and waits until it is gone. */
  void delete() {
    List<HasMetadata> ours =
        objects.reversed().stream()
            .filter(object -> !(object instanceof CustomResourceDefinition))
            .toList();
    ours.forEach(object -> client.resource(object).delete());
    ours.stream()
        .filter(Namespace.class::isInstance)
        .forEach(
            namespace ->
                Await.until(
                    "namespace " + namespace.getMetadata().getName() + " is gone",
                    REMOVAL,
                    () -> client.resource(namespace).get() == null));
  }
}
