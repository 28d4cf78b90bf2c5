package dev.serval.e2e.scenarios;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * How many packers each counter can call, as it says itself. It is asked through the API server,
 * which reaches each pod, and tells the time by its node's clock, which is taken to be that of this
 * machine.
 */
final class PackersKnown implements AutoCloseable {

  private final KubernetesClient client;
  private final List<Pod> counters;
  private final ExecutorService questions = Executors.newVirtualThreadPerTaskExecutor();

  PackersKnown(KubernetesClient client, List<Pod> counters) {
    this.client = client;
    this.counters = counters;
  }

  /**
   * When the last of the counters has so many packers to call, by {@link System#nanoTime}. Each is
   * asked at once.
   */
  CompletableFuture<Long> are(int packers) {
    return counters.stream()
        .map(counter -> CompletableFuture.supplyAsync(() -> since(counter, packers), questions))
        .reduce((one, other) -> one.thenCombine(other, PackersKnown::later))
        .orElseThrow()
        .orTimeout(Workshop.START.toSeconds(), TimeUnit.SECONDS);
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /** Asks again while the answer is that it isn't so yet, for which the counter takes its time. */
  private long since(Pod counter, int packers) {
    String question = Workshop.proxied(counter, "/packers?are=" + packers);
    long micros = 0;
    while (micros == 0 && !questions.isShutdown()) {
      micros = Long.parseLong(client.raw(question));
    }
    long ago = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - micros;
    return System.nanoTime() - TimeUnit.MICROSECONDS.toNanos(ago);
  }

  /** Asks no more. */
  @Override
  public void close() {
    questions.shutdownNow();
  }
}
