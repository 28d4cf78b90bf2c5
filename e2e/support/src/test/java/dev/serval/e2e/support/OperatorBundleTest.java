package dev.serval.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorBundleTest {

  private static final Path HOME = Path.of("../..");

  @Test
  void namespaceComesFirst() {
    assertThat(objects(null).getFirst())
        .extracting(HasMetadata::getKind, object -> object.getMetadata().getName())
        .containsExactly("Namespace", OperatorDeployment.NAMESPACE);
  }

  @Test
  void nothingButTheImageIsChanged() {
    List<HasMetadata> shipped = objects("");
    List<HasMetadata> changed = objects("registry.example/serval-operator:7");

    assertThat(container(shipped).getImage()).startsWith("serval-operator:");
    assertThat(container(changed).getImage()).isEqualTo("registry.example/serval-operator:7");
    container(changed).setImage(container(shipped).getImage());
    assertThat(changed).isEqualTo(shipped);
  }

  private static Container container(List<HasMetadata> objects) {
    return objects.stream()
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .map(each -> each.getSpec().getTemplate().getSpec().getContainers().getFirst())
        .findFirst()
        .orElseThrow();
  }

  private static List<HasMetadata> objects(String image) {
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(Config.empty()).build()) {
      return OperatorBundle.read(client, HOME, image).objects();
    }
  }
}
