package dev.serval.operator.relay;

import io.grpc.Status;
import org.jboss.logging.Logger;

/** Says what is wrong with the way to the leader, the same thing once. */
final class RelayLog {

  private static final Logger LOG = Logger.getLogger(Relay.class);

  private String said = "";

  void connected(String leader) {
    said = "";
    LOG.infof("The leader %s is told what replicas report here", leader);
  }

  void lost(String leader, Status status) {
    LOG.infof("The connection to the leader %s has ended (%s)", leader, reason(status));
  }

  void failed(String leader, String reason) {
    String sentence =
        ("The leader %s can't be told what replicas report here, so they don't count for"
                + " autoscaling: %s. It is tried again and again")
            .formatted(leader, reason);
    if (sentence.equals(said)) {
      LOG.debug(sentence);
    } else {
      said = sentence;
      LOG.warn(sentence);
    }
  }

  void failed(String leader, Status status) {
    failed(leader, reason(status));
  }

  void noPod(String leader) {
    LOG.infof(
        "The leader %s is no pod, so it is not told what replicas report here: only those that are"
            + " connected to it count for autoscaling",
        leader);
  }

  private static String reason(Status status) {
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String text = status.getCode().toString();
    if (status.getDescription() != null) {
      // further lines list the parts of the connection
      text += ": " + status.getDescription().lines().findFirst().orElse("");
    }
    return cause == null ? text : text + ": " + cause.getMessage();
  }
}
