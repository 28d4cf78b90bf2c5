package dev.serval.bench.operator;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.FakeDeploymentController;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Many applications on a real API server: how long the operator takes for all of them, what it does
 * while nothing happens, and what one change costs. Prints one table. What stands for nodes is that
 * of the operator's tests, one for each namespace.
 */
public final class OperatorBench {

  private static final int NAMESPACES = 10;
  private static final int DEPLOYMENTS = 3;
  private static final int OWNERS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** Requests that follow a change: its last event and the like. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private final int count;
  private final Duration steady;
  private final PrintStream out;
  private final List<Phase> phases = new ArrayList<>();

  private OperatorBench(int count, Duration steady, PrintStream out) {
    this.count = count;
    this.steady = steady;
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @param arguments how many applications, by default 500, and how many seconds nothing happens,
   *     by default 60
   */
  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
    Path folder = Files.createTempDirectory("bench-operator");
    new OperatorBench(count, Duration.ofSeconds(seconds), System.out).run(folder);
    System.exit(0);
  }

  private void run(Path folder) throws IOException, InterruptedException {
    ApiServer server = ApiServer.get();
    KubernetesClient cluster = server.admin();
    List<String> namespaces =
        IntStream.range(0, NAMESPACES).mapToObj(index -> "bench-" + index).toList();
    try (Applications applications = new Applications(cluster, namespaces, DEPLOYMENTS);
        Nodes nodes = new Nodes(cluster, namespaces);
        OperatorChild operator = new OperatorChild(server, folder)) {
      Figures started = operator.figures();
      out.printf(
          "%d namespaces; the operator started with %s%n", nodes.controllers().size(), started);
      Figures made = makeAll(applications, operator, started);
      Figures rested = rest(operator, made);
      change(applications, operator, rested);
    }
    startAnew(server, cluster, folder);
    out.println();
    out.println(Phase.table(phases));
  }

  private Figures makeAll(Applications applications, OperatorChild operator, Figures before)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (ExecutorService owners = Executors.newFixedThreadPool(OWNERS)) {
      IntStream.range(0, count).forEach(index -> owners.execute(() -> applications.apply(index)));
    }
    Duration applied = since(begin);
    applications.awaitReconciled(count, PATIENCE);
    out.printf(
        "%d applications applied after %s, reconciled after %s%n", count, applied, since(begin));
    applications.awaitReady(count, PATIENCE);
    Duration took = since(begin);
    return note(operator, before, count + " applications until all are ready", took, count);
  }

  private Figures rest(OperatorChild operator, Figures before)
      throws IOException, InterruptedException {
    TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
    Figures settled = note(operator, before, "last events", SETTLING, count);
    TimeUnit.NANOSECONDS.sleep(steady.toNanos());
    return note(operator, settled, "nothing happens", steady, count);
  }

  private void change(Applications applications, OperatorChild operator, Figures before)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    applications.awaitReady(applications.apply(0, "registry.example/bench:2"), PATIENCE);
    Duration took = since(begin);
    TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
    note(operator, before, "one deployment's image changes", took, 1);
  }

  private void startAnew(ApiServer server, KubernetesClient cluster, Path folder)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (OperatorChild operator = new OperatorChild(server, folder)) {
      Figures started = operator.figures();
      out.println("started again, it had " + started + " after " + since(begin));
      TimeUnit.NANOSECONDS.sleep(SETTLING.multipliedBy(4).toNanos());
      Figures used = operator.figures();
      phases.add(new Phase("a new operator finds them all", since(begin), count, used));
    }
  }

  private Figures note(
      OperatorChild operator, Figures before, String name, Duration took, int applications)
      throws IOException {
    Figures now = operator.figures();
    phases.add(new Phase(name, took, applications, now.since(before)));
    return now;
  }

  private static Duration since(long nanoTime) {
    return Duration.ofMillis((System.nanoTime() - nanoTime) / 1_000_000);
  }

  /** What stands for the nodes of all namespaces. */
  private record Nodes(List<FakeDeploymentController> controllers) implements AutoCloseable {

    Nodes(KubernetesClient cluster, List<String> namespaces) {
      this(
          namespaces.stream()
              .map(namespace -> new FakeDeploymentController(cluster, namespace))
              .toList());
    }

    @Override
    public void close() {
      controllers.forEach(FakeDeploymentController::close);
    }
  }
}
