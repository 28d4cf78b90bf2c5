package dev.serval.operator.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the API server answers whoever writes where nothing can be written. */
class EventPublisherIT {

  private final KubernetesClient admin = ApiServer.get().admin();

  @Test
  void aNamespaceThatEndsOrIsGoneIsKnownFromTheAnswer() {
    String ending = new ClusterUser(admin, "event-ending").namespace();
    // Nobody is there who would end it, so that it stays so.
    admin.namespaces().withName(ending).delete();

    Optional<KubernetesClientException> refusal =
        ClusterUser.await("the API server refuses what is new in it")
            .until(() -> refusal(ending), Optional::isPresent);
    assertThat(refusal).map(EventPublisher::isOfEndingNamespace).contains(true);
    assertThat(refusal("event-gone")).map(EventPublisher::isOfEndingNamespace).contains(true);
  }

  @Test
  void whatIsForbiddenInANamespaceThatStaysIsAnotherMatter() {
    String namespace = new ClusterUser(admin, "event-staying").namespace();
    Pod unsafe =
        new PodBuilder()
            .withNewMetadata()
            .withName("unsafe")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("any")
            .withImage("any")
            .endContainer()
            .endSpec()
            .build();

    Optional<KubernetesClientException> refusal = refusal(unsafe);

    assertThat(refusal).map(KubernetesClientException::getCode).contains(403);
    assertThat(refusal).map(EventPublisher::isOfEndingNamespace).contains(false);
  }

  private Optional<KubernetesClientException> refusal(String namespace) {
    return refusal(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("any")
            .withNamespace(namespace)
            .endMetadata()
            .build());
  }

  private Optional<KubernetesClientException> refusal(HasMetadata object) {
    return Optional.ofNullable(
        catchThrowableOfType(
            KubernetesClientException.class, () -> admin.resource(object).dryRun().create()));
  }
}
