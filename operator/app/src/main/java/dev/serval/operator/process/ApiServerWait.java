package dev.serval.operator.process;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Waits for the API server. A process that ended while it is away would be started again after
 * longer and longer pauses, and so be late when it is back.
 */
final class ApiServerWait {

  private static final Logger LOG = Logger.getLogger(ApiServerWait.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final int ANSWER_MILLIS = 5_000;

  private ApiServerWait() {}

  /** Returns when the server that {@code client} talks to has answered, be it with a refusal. */
  static void untilItAnswers(KubernetesClient client) throws InterruptedException {
    // By default the client itself asks again, with pauses that double.
    Config once =
        new ConfigBuilder(client.getConfiguration())
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout(ANSWER_MILLIS)
            .withRequestTimeout(ANSWER_MILLIS)
            .build();
    try (KubernetesClient asker = new KubernetesClientBuilder().withConfig(once).build()) {
      boolean told = false;
      while (!answers(asker, told)) {
        told = true;
        Thread.sleep(ASK_AGAIN);
      }
    }
  }

  private static boolean answers(KubernetesClient asker, boolean told) {
    try {
      asker.getKubernetesVersion();
      return true;
    } catch (KubernetesClientException e) {
      boolean away = e.getCode() == 0;
      if (away && !told) {
        LOG.warnf(
            "The API server at %s doesn't answer (%s); the operator starts when it does",
            asker.getMasterUrl(), e.getCause() == null ? e.getMessage() : e.getCause());
      }
      return !away;
    }
  }
}
