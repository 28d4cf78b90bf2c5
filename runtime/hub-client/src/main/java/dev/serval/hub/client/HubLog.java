package dev.serval.hub.client;

import io.grpc.Status;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * Says what is wrong with the way to the hub, in whole sentences, and the same thing once: a hub
 * that is away for an hour is not worth a line for each attempt.
 */
final class HubLog {

  private static final Logger LOG = Logger.getLogger(HubClient.class);
  private static final String MEANWHILE =
      " Until then calls go on: replicas are found by DNS, and settings stay as they are.";

  private String said;

  /** The hub keeps this process up to date. */
  void connected(HubOptions options) {
    said = null;
    LOG.infof("Connected to the hub at %s", options.address());
  }

  /** A connection that had stood is lost. */
  void lost(HubOptions options, Status status) {
    LOG.infof(
        "The connection to the hub at %s has ended (%s); connecting again",
        options.address(), reason(status));
  }

  /** A file can't be used. */
  void wrongFile(String sentence) {
    once(sentence + "." + MEANWHILE);
  }

  /** A snapshot breaks the rules. */
  void nonsense(HubOptions options, String what) {
    once(
        "The hub at "
            + options.address()
            + " has sent a snapshot that can't be taken: "
            + what
            + ". It is asked for everything.");
  }

  /** There is no connection. */
  void failed(HubOptions options, Status status) {
    String hub = "The hub at " + options.address();
    switch (status.getCode()) {
      case UNAUTHENTICATED ->
          once(
              hub
                  + " does not accept the token by which this pod proves who it is ("
                  + reason(status)
                  + "). Check that "
                  + options.tokenFile()
                  + " (serval.hub.token-file) is a projected token of the pod's service account"
                  + " with the audience serval-hub. It is tried again every half minute."
                  + MEANWHILE);
      case PERMISSION_DENIED ->
          once(
              hub
                  + " says that this pod belongs to no application ("
                  + reason(status)
                  + "). Check that the pod has the labels serving.serval.dev/application and"
                  + " serving.serval.dev/deployment, and that there is such a ServeApplication in"
                  + " its namespace. It is tried again every half minute."
                  + MEANWHILE);
      default ->
          once(
              hub
                  + " can't be reached ("
                  + reason(status)
                  + ")."
                  + (ofCertificate(status.getCause())
                      ? " Check that its certificate is for that host and signed by one of those in"
                          + " "
                          + options.caFile()
                          + " (serval.hub.ca-file)."
                      : "")
                  + " It is tried again and again."
                  + MEANWHILE);
    }
  }

  private void once(String sentence) {
    if (sentence.equals(said)) {
      LOG.debug(sentence);
    } else {
      said = sentence;
      LOG.warn(sentence);
    }
  }

  private static String reason(Status status) {
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String text = status.getCode().toString();
    if (status.getDescription() != null) {
      // Further lines list the parts of the connection.
      text += ": " + status.getDescription().lines().findFirst().orElse("");
    }
    return cause == null ? text : text + ": " + cause.getMessage();
  }

  private static boolean ofCertificate(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SSLException || at instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }
}
