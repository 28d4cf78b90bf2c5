package dev.serval.operator.status;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** What a failure says in a status: the server's own words if it is the server's. */
public final class FailureMessage {

  private FailureMessage() {}

  /** What a failure says. */
  public static String of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException refusal
          && refusal.getStatus() != null
          && refusal.getStatus().getMessage() != null) {
        return refusal.getStatus().getMessage();
      }
    }
    return failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
  }
}
