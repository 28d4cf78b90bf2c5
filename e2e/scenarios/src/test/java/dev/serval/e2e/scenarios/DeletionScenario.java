package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.CommandLine;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application is deleted while it is busy. */
@ExtendWith(OnCluster.class)
class DeletionScenario {

  private static final int PER_SECOND = 30;
  private static final int MILLIS = 20;

  /** Longer than the load takes to begin and pods wait before they are told to stop. */
  private static final int LONG_ORDER_MILLIS = 15_000;

  private static final int LONG_ORDERS = 8;
  private static final Duration GONE = Duration.ofSeconds(60);
  private static final Duration COMMAND = Duration.ofSeconds(30);

  /** What Kubernetes puts into every namespace. */
  private static final Set<String> ALWAYS_THERE =
      Set.of("serviceaccount/default", "configmap/kube-root-ca.crt");

  /** Nobody is there any more, which a client can tell from an order that was lost. */
  private static final List<String> CLEAN =
      List.of("ConnectException", "HttpConnectTimeoutException", "NoRouteToHostException", "503 ");

  @Test
  void everythingGoesAndCallsEndCleanly(ClusterUnderTest cluster) throws Exception {
    try (Workshop workshop = Workshop.own(cluster);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      // Processes that have just started take seconds for the first ones.
      workshop.ordersAtOnce(LONG_ORDERS, MILLIS);
      List<CompletableFuture<HttpResponse<String>>> longOrders =
          Stream.generate(
                  () ->
                      client.sendAsync(
                          workshop.request("make", LONG_ORDER_MILLIS), BodyHandlers.ofString()))
              .limit(LONG_ORDERS)
              .toList();
      Await.until(
          "workers have the long orders",
          COMMAND,
          () -> ordersAtWorkers(cluster.client(), workshop) == LONG_ORDERS);
      LoadFigures figures = deleteUnderLoad(workshop, longOrders);

      for (CompletableFuture<HttpResponse<String>> order : longOrders) {
        HttpResponse<String> answer = order.get(COMMAND.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.body()).isEqualTo(Workshop.answer(LONG_ORDER_MILLIS));
      }
      assertThat(figures.failures()).filteredOn(Predicate.not(DeletionScenario::isClean)).isEmpty();
      String namespace = workshop.application().namespace();
      Await.until("nothing is left", GONE, () -> left(namespace).isEmpty());
    }
  }

  private static LoadFigures deleteUnderLoad(
      Workshop workshop, List<CompletableFuture<HttpResponse<String>>> longOrders) {
    try (LoadThroughService load = workshop.orders(MILLIS, PER_SECOND)) {
      long before = load.served();
      Duration deleted = load.elapsed();
      workshop.application().delete();
      assertThat(longOrders).as("are under way").noneMatch(CompletableFuture::isDone);
      workshop.application().awaitNoPods(GONE);
      Duration gone = load.elapsed().minus(deleted);
      LoadFigures figures =
          load.stop("deletion, all pods gone after %.1f s".formatted(gone.toMillis() / 1e3));
      System.out.printf("  first failure due %s after%n", firstFailure(figures, deleted));
      assertThat(figures.requests() - figures.failed()).isGreaterThan(before);
      assertThat(figures.failures())
          .allMatch(failure -> failure.due().plus(failure.taken()).compareTo(deleted) >= 0);
      return figures;
    }
  }

  /** As the counters count them. */
  private static int ordersAtWorkers(KubernetesClient client, Workshop workshop) {
    return workshop.application().readyPods(Workshop.INGRESS).stream()
        .map(counter -> Workshop.proxied(counter, "/q/metrics"))
        .map(client::raw)
        .flatMap(String::lines)
        .filter(line -> line.startsWith("serval_handle_ongoing_requests_at_replicas{"))
        .filter(line -> line.contains("deployment=\"%s\"".formatted(Workshop.WORKER)))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static boolean isClean(LoadFigures.Failure failure) {
    return CLEAN.stream().anyMatch(failure.kind()::startsWith);
  }

  private static String firstFailure(LoadFigures figures, Duration deleted) {
    return figures.failures().isEmpty()
        ? "never"
        : "%.1f s".formatted(figures.failures().getFirst().due().minus(deleted).toMillis() / 1e3);
  }

  private static List<String> left(String namespace) {
    String kinds =
        CommandLine.run(
                COMMAND, "kubectl", "api-resources", "--namespaced", "--verbs=list", "-o", "name")
            .lines()
            .filter(kind -> !kind.startsWith("events"))
            .filter(kind -> !kind.endsWith(".metrics.k8s.io"))
            .reduce((one, other) -> one + ',' + other)
            .orElseThrow();
    return CommandLine.run(COMMAND, "kubectl", "get", kinds, "-n", namespace, "-o", "name")
        .lines()
        .filter(line -> !line.startsWith("Warning: "))
        .filter(Predicate.not(ALWAYS_THERE::contains))
        .toList();
  }
}
