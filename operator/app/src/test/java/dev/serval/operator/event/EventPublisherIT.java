package dev.serval.operator.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.status.Reason;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events as the API server has them, and what it answers where nothing can be written. */
class EventPublisherIT {

  private final KubernetesClient admin = ApiServer.get().admin();

  @Test
  void theSameEventAgainRaisesItsCountAndIsOfNow() {
    ClusterUser user = new ClusterUser(admin, "event-again");
    ServeApplication application = new ServeApplication();
    application.setMetadata(
        new ObjectMetaBuilder()
            .withName("recsys")
            .withNamespace(user.namespace())
            .withUid("af0c7c2e-6a4b-4d7e-9d0e-1d2f3a4b5c6d")
            .build());
    ApplicationEvent ready = new ApplicationEvent(Reason.ALL_READY, "all 3 deployments serve");

    for (int minute = 0; minute < 3; minute++) {
      Instant now = Instant.parse("2026-11-22T10:0%d:00Z".formatted(minute));
      new EventPublisher(admin, Clock.fixed(now, ZoneOffset.UTC)).publish(application, ready);
    }

    assertThat(user.events()).hasSize(1);
    Event event = user.events().getFirst();
    assertThat(event.getCount()).isEqualTo(3);
    assertThat(event.getFirstTimestamp()).isEqualTo("2026-11-22T10:00:00Z");
    assertThat(event.getLastTimestamp()).isEqualTo("2026-11-22T10:02:00Z");
  }

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
