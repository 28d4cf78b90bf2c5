package dev.serval.operator.event;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jboss.logging.Logger;

/**
 * Writes events. An event that was told before raises the count of the one that is there, so that
 * {@code kubectl describe} stays readable. Events are a courtesy: a failure to write one is logged
 * and nothing more.
 */
public final class EventPublisher {

  private static final Logger LOG = Logger.getLogger(EventPublisher.class);
  private static final int MOST_CHARACTERS = 1024;

  /** The cause that the API server names. */
  private static final String ENDING_NAMESPACE = "NamespaceTerminating";

  private final KubernetesClient client;
  private final Clock clock;

  /** A publisher that writes with {@code client}. */
  public EventPublisher(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Tells an event of an application. */
  public void publish(ServeApplication application, ApplicationEvent event) {
    Event fresh = event(application, event);
    try {
      client.resource(fresh).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        count(application, fresh);
      } else {
        log(application, fresh, e);
      }
    }
  }

  private void count(ServeApplication application, Event fresh) {
    try {
      client
          .v1()
          .events()
          .inNamespace(fresh.getMetadata().getNamespace())
          .withName(fresh.getMetadata().getName())
          .edit(
              there ->
                  new EventBuilder(there)
                      .withCount(there.getCount() == null ? 2 : there.getCount() + 1)
                      .withLastTimestamp(fresh.getLastTimestamp())
                      .build());
    } catch (KubernetesClientException e) {
      log(application, fresh, e);
    }
  }

  private static void log(
      ServeApplication application, Event event, KubernetesClientException failure) {
    LOG.logf(
        isOfEndingNamespace(failure) ? Logger.Level.DEBUG : Logger.Level.WARN,
        "Event %s of %s/%s could not be written: %s",
        event.getReason(),
        application.getMetadata().getNamespace(),
        application.getMetadata().getName(),
        failure.getMessage());
  }

  /** Whoever deletes a namespace wants no events in it; there is nothing to warn of. */
  static boolean isOfEndingNamespace(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        || Optional.ofNullable(failure.getStatus()).map(Status::getDetails).stream()
            .flatMap(details -> details.getCauses().stream())
            .anyMatch(cause -> ENDING_NAMESPACE.equals(cause.getReason()));
  }

  private Event event(ServeApplication application, ApplicationEvent event) {
    String now = Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
    String message = cut(event.message());
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(application, event.reason().text() + ' ' + message))
        .withNamespace(application.getMetadata().getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(application.getApiVersion())
        .withKind(application.getKind())
        .withNamespace(application.getMetadata().getNamespace())
        .withName(application.getMetadata().getName())
        .withUid(application.getMetadata().getUid())
        .endInvolvedObject()
        .withType(event.type())
        .withReason(event.reason().text())
        .withMessage(message)
        .withNewSource()
        .withComponent(Labels.MANAGER)
        .endSource()
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }

  /** The same for the same event of the same application, so that a second one collides. */
  private static String name(ServeApplication application, String content) {
    CRC32C sum = new CRC32C();
    sum.update((application.getMetadata().getUid() + content).getBytes(StandardCharsets.UTF_8));
    return application.getMetadata().getName()
        + '.'
        + HexFormat.of().toHexDigits(sum.getValue(), Long.BYTES);
  }

  private static String cut(String message) {
    return message.length() <= MOST_CHARACTERS
        ? message
        : message.substring(0, MOST_CHARACTERS - 1) + '…';
  }
}
