package dev.serval.operator.process;

import dev.serval.operator.client.ImpatientClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Waits for the API server. A process that ended while it is away would be started again after
 * longer and longer pauses, and so be late when it is back.
 */
final class ApiServerWait {

  private static final Logger LOG = Logger.getLogger(ApiServerWait.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  /** A server that has just started refuses everybody until it has read who may do what. */
  private static final Set<Integer> REFUSALS =
      Set.of(HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN);

  private static final int MOST_REFUSALS = 30;

  /** Passes the time between two questions. */
  @FunctionalInterface
  interface Pause {

    void pass() throws InterruptedException;
  }

  private final KubernetesClient asker;
  private boolean told;
  private int refused;

  private ApiServerWait(KubernetesClient asker) {
    this.asker = asker;
  }

  /**
   * Returns when the server that {@code client} talks to says that it is ready, or has refused to
   * say so for half a minute: then the start itself finds out which right is missing.
   */
  static void untilReady(KubernetesClient client) throws InterruptedException {
    untilReady(client, () -> Thread.sleep(ASK_AGAIN));
  }

  static void untilReady(KubernetesClient client, Pause pause) throws InterruptedException {
    ApiServerWait wait = new ApiServerWait(ImpatientClient.of(client));
    while (!wait.isOver()) {
      pause.pass();
    }
  }

  private boolean isOver() {
    try {
      asker.raw("/readyz");
      return true;
    } catch (KubernetesClientException e) {
      tellOnce(e);
      return REFUSALS.contains(e.getCode()) && ++refused == MOST_REFUSALS;
    }
  }

  private void tellOnce(KubernetesClientException e) {
    if (!told) {
      told = true;
      LOG.warnf(
          "The API server at %s isn't ready (%s); the operator starts when it is",
          asker.getMasterUrl(), e.getCause() == null ? e.getMessage() : e.getCause());
    }
  }
}
