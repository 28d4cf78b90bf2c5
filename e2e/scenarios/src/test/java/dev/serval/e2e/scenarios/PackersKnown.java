package dev.serval.e2e.scenarios;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * How many packers each counter can call, as it says itself. It is asked through the API server,
 * which reaches each pod, and tells the time by the clock of its node.
 */
final class PackersKnown implements AutoCloseable {

  private static final int HTTP = 8000;

  private final KubernetesClient client;
  private final List<Pod> counters;
  private final ExecutorService questions = Executors.newVirtualThreadPerTaskExecutor();

  PackersKnown(KubernetesClient client, List<Pod> counters) {
    Config patient =
        new ConfigBuilder(client.getConfiguration())
            .withRequestTimeout((int) Workshop.REQUEST.toMillis())
            .build();
    this.client = new KubernetesClientBuilder().withConfig(patient).build();
    this.counters = counters;
  }

  /**
   * When the last of the counters has so many packers to call, by {@link System#nanoTime}.
   *
   * @param packers how many; each counter is asked at once, and answers when it has
   */
  CompletableFuture<Long> are(int packers) {
    return counters.stream()
        .map(counter -> CompletableFuture.supplyAsync(() -> at(counter, packers), questions))
        .reduce((one, other) -> one.thenCombine(other, PackersKnown::later))
        .orElseThrow();
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private long at(Pod counter, int packers) {
    String answer =
        client.raw(
            "/api/v1/namespaces/%s/pods/%s:%d/proxy/packers?are=%d"
                .formatted(
                    counter.getMetadata().getNamespace(),
                    counter.getMetadata().getName(),
                    HTTP,
                    packers));
    long micros = Long.parseLong(answer);
    long ago = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - micros;
    return System.nanoTime() - TimeUnit.MICROSECONDS.toNanos(ago);
  }

  /** Asks no more. */
  @Override
  public void close() {
    questions.shutdownNow();
    client.close();
  }
}
