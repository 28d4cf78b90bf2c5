package dev.serval.bench.hub;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Connects simulated replicas to the hub of a real operator on a real API server and prints what it
 * takes. Run from the root of the project, with {@code KUBE_API_TEST_DIR} set.
 */
public final class HubBench {

  private static final Duration START = Duration.ofMinutes(3);
  private static final PrintStream OUT = System.out;

  private final Scale scale;
  private final BenchCluster cluster;
  private final OperatorUnderTest operator;
  private final Replicas replicas = new Replicas();

  private HubBench(Scale scale, BenchCluster cluster, OperatorUnderTest operator) {
    this.scale = scale;
    this.cluster = cluster;
    this.operator = operator;
  }

  /** Runs the bench; {@link Scale#of} has the options. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Scale scale = Scale.of(arguments);
    Path folder = Files.createTempDirectory("hub-bench");
    try (BenchCluster cluster = new BenchCluster(scale)) {
      Map<Integer, List<String>> tokens = cluster.fill();
      try (OperatorUnderTest operator = new OperatorUnderTest(cluster.kubeconfig(), folder)) {
        operator.awaitReady(START);
        new HubBench(scale, cluster, operator).run(tokens);
      }
    }
  }

  private void run(Map<Integer, List<String>> tokens) throws IOException, InterruptedException {
    OUT.printf(
        "%d replicas connected, %d endpoints in %d applications%n",
        scale.replicas(), scale.endpoints(), scale.applications());
    row("before anybody connects", "");
    try (replicas) {
      Duration before = operator.cpu();
      Duration took = replicas.connect(operator.hubPort(), cluster.authorities(), tokens, START);
      Duration used = operator.cpu().minus(before);
      row(
          "all connected",
          "after %d ms and %d retries, %d ms CPU"
              .formatted(took.toMillis(), replicas.retries(), used.toMillis()));
      steady("connected, silent");
      replicas.report();
      steady("connected, a report each second");
      changes();
      row("at the end", "");
      replicas.checkConnected();
    }
  }

  private void steady(String what) throws IOException, InterruptedException {
    Duration before = operator.cpu();
    TimeUnit.MILLISECONDS.sleep(scale.steady().toMillis());
    double used = operator.cpu().minus(before).toMillis();
    row(what, "%.1f %% of a core".formatted(100 * used / scale.steady().toMillis()));
  }

  /** From the moment that the API server has taken the change; and before, when it was sent. */
  private void changes() throws IOException, InterruptedException {
    Histogram sinceTaken = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
    Histogram sinceSent = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
    Duration before = operator.cpu();
    for (int round = 1; round <= scale.changes(); round++) {
      int application = round % scale.applications();
      CountDownLatch known =
          replicas.expect(
              application, BenchCluster.changedAddress(round), scale.replicasOfApplication());
      long sent = System.nanoTime();
      cluster.change(application, round);
      long taken = System.nanoTime();
      if (!known.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a change did not reach everybody in 30 s");
      }
      long end = System.nanoTime();
      sinceSent.recordValue(TimeUnit.NANOSECONDS.toMicros(end - sent));
      sinceTaken.recordValue(TimeUnit.NANOSECONDS.toMicros(Math.max(0, end - taken)));
    }
    double each = operator.cpu().minus(before).toMillis() / (double) scale.changes();
    row(
        scale.changes() + " changes of an endpoint",
        "%.1f ms CPU each, reports included".formatted(each));
    print("a change is known to all replicas, since it was sent to the API server", sinceSent);
    print("a change is known to all replicas, since the API server's answer", sinceTaken);
  }

  private static void print(String what, Histogram micros) {
    OUT.printf(
        "%-72s p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
        what,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3);
  }

  private void row(String what, String more) throws IOException, InterruptedException {
    OUT.printf(
        "%-34s RSS %4d MiB (most %4d), live heap %4d MiB  %s%n",
        what,
        operator.megabytes("VmRSS"),
        operator.megabytes("VmHWM"),
        operator.liveHeapMegabytes(),
        more);
  }
}
