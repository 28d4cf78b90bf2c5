package dev.serval.operator.status;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a failure says in a status: the server's own words if it is the server's. */
public final class FailureMessage {

  private FailureMessage() {}

  /** What a failure says. */
  public static String of(Throwable failure) {
    return refusals(failure)
        .map(KubernetesClientException::getStatus)
        .flatMap(Stream::ofNullable)
        .map(Status::getMessage)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .or(() -> Optional.ofNullable(failure.getMessage()))
        .orElseGet(failure.getClass()::getName);
  }

  /** Whether a failure is, or comes from, what the API server refused or did not do. */
  public static boolean isRefusal(Throwable failure) {
    return refusals(failure).findFirst().isPresent();
  }

  private static Stream<KubernetesClientException> refusals(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(KubernetesClientException.class::isInstance)
        .map(KubernetesClientException.class::cast);
  }
}
