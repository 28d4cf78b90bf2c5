package dev.serval.operator.metricsapi;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.AutoscalerController;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FakeReplicaCounts;
import dev.serval.operator.cluster.ReplicasOverTime;
import dev.serval.operator.cluster.RunningOperator;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.directory.Directory;
import dev.serval.operator.discovery.load.DeploymentLoad;
import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.plan.HubAccess;
import dev.serval.operator.plan.MetricsApi.External;
import dev.serval.operator.plan.PlanSettings;
import dev.serval.operator.scaling.LoadSource;
import dev.serval.operator.scaling.ReadyReports;
import dev.serval.operator.scaling.ReplicaReports;
import dev.serval.operator.scaling.ScalingLoop;
import dev.serval.operator.scaling.ScalingMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kubernetes' own controller comes to the numbers of the formula. Real are the reports' book, the
 * decisions, what the operator writes, the metrics API behind the API server's aggregator, the
 * HorizontalPodAutoscalers and who follows them; pods are numbers.
 */
class HpaReachesFormulaIT {

  /** Long enough for a change to be heard of before the next look, on a busy machine too. */
  private static final Duration SYNC = Duration.ofSeconds(2);

  private static final Duration UPSCALE_DELAY = Duration.ofSeconds(2);
  private static final Duration DOWNSCALE_DELAY = Duration.ofSeconds(3);
  private static final Duration REPORTS = Duration.ofMillis(500);
  private static final Duration BELIEVED = Duration.ofSeconds(5);
  private static final int REPLICAS = 1000;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Directory directory = new Directory(1);
  private final LoadBook book = new LoadBook(BELIEVED, REPLICAS);
  private final AtomicBoolean isReported = new AtomicBoolean();
  private final AtomicLong rounds = new AtomicLong();
  private KubernetesClient cluster;
  private Map<String, FormulaRun> runs;
  private RunningOperator operator;
  private ScalingLoop loop;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    ApiServer server = ApiServer.get();
    cluster = server.admin();
    closing(new AutoscalerController(server, SYNC, folder));
    runs = runs(FormulaVector.all());
    closing(
        new FakeReplicaCounts(
            cluster,
            FormulaRun.APPLICATION,
            deployment -> runs.get(deployment.getMetadata().getNamespace()).mostReady(deployment)));
    operator = closing(new RunningOperator(server, Set.of(), HpaReachesFormulaIT::settings));
    loop = closing(loop());
    removeRegistration();
    RunningMetricsApi.leadHere(cluster);
    RunningMetricsApi api = closing(new RunningMetricsApi(server, this::served));
    api.lead();
    await("autoscalers can read")
        .until(() -> api.api().state().equals(new MetricsApiState.External(Optional.empty())));
  }

  /**
   * With a hub: without one nobody would hear of calls, and nothing would rest without replicas.
   */
  private static PlanSettings settings() {
    return PlanSettings.defaults()
        .withHub(Optional.of(new HubAccess("serval-hub.serval-system.svc:9443", "authorities")))
        .withMetricsApi(new External());
  }

  private Map<String, FormulaRun> runs(List<FormulaVector> vectors) {
    return vectors.stream()
        .map(
            vector ->
                closing(new FormulaRun(vector, cluster, "formula-" + vectors.indexOf(vector))))
        .collect(Collectors.toMap(FormulaRun::namespace, Function.identity()));
  }

  private ScalingLoop loop() {
    return new ScalingLoop(
        operator.client(),
        operator.reconciler().scaledApplications(),
        new ReportsOnceBegun(),
        operator.board(),
        operator.reconciler()::scalingChanged,
        new ScalingMetrics(new SimpleMeterRegistry()),
        () -> true,
        Clock.systemUTC());
  }

  /** Nothing before all have reported once. */
  private final class ReportsOnceBegun implements LoadSource {

    private final ReplicaReports reports = new ReplicaReports(directory, book);

    @Override
    public Optional<DeploymentLoad> load(
        ApplicationId application, String deployment, Instant now) {
      return isReported.get() ? reports.load(application, deployment, now) : Optional.empty();
    }

    @Override
    public Map<String, ReadyReports> ready(ApplicationId application, Instant now) {
      return reports.ready(application, now);
    }
  }

  private List<ServedValue> served(String namespace) {
    List<ServedValue> values = loop.values().values(namespace);
    FormulaRun run = runs.get(namespace);
    if (run != null) {
      run.served(values);
    }
    return values;
  }

  private <T extends AutoCloseable> T closing(T opened) {
    this.opened.add(opened);
    return opened;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    removeRegistration();
  }

  private void removeRegistration() {
    cluster.apiServices().withName(MetricsGroup.EXTERNAL.apiService()).delete();
  }

  private static ConditionFactory await(String what) {
    // the API server asks again after up to a minute
    return ClusterUser.await(what).atMost(Duration.ofSeconds(90));
  }

  @Test
  void everyDecidedNumberIsReachedWithinOneSync() {
    runs.values().forEach(run -> run.apply(UPSCALE_DELAY, DOWNSCALE_DELAY));
    runs.values().forEach(run -> run.canBeCalled(directory));
    // An application without any ready replica has no load, which is not what is to be begun with.
    runs.values()
        .forEach(
            run ->
                await("there are replicas")
                    .until(() -> run.isSettled(operator.reconciler().scaledApplications())));
    loop.start();
    runs.values().forEach(run -> await("autoscalers follow").untilAsserted(run::assertFollowed));
    runs.values().forEach(FormulaRun::watch);

    long begin = System.nanoTime();
    report();
    long decided = begin + DOWNSCALE_DELAY.plus(SYNC).toNanos();
    runs.values().forEach(run -> awaitEnd(run, decided));

    System.out.printf(
        "%-42s %7s %9s %8s %8s %8s  %-23s %11s %6s %8s%n",
        "vector", "load", "target", "present", "formula", "reached", "by", "served", "syncs",
        "after");
    SoftAssertions all = new SoftAssertions();
    runs.values().stream()
        .sorted((one, other) -> one.vector().by().compareTo(other.vector().by()))
        .forEach(
            run -> {
              print(run, begin);
              check(run, begin, all);
            });
    all.assertAll();
  }

  /** From now on replicas report; nobody looks before all have done so once. */
  private void report() {
    ScheduledExecutorService reporter = closing(Executors.newSingleThreadScheduledExecutor());
    Runnable round =
        () -> {
          Clock clock = Clock.systemUTC();
          long sequence = rounds.incrementAndGet();
          runs.values().forEach(run -> run.report(book, sequence, clock.instant()));
          isReported.set(true);
        };
    reporter.scheduleWithFixedDelay(round, 0, REPORTS.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Until it is reached, and the autoscaler has looked twice without moving it.
   *
   * @param decided when everything is decided
   */
  private static void awaitEnd(FormulaRun run, long decided) {
    FormulaVector vector = run.vector();
    boolean moves = vector.by() != FormulaVector.By.NOBODY;
    if (moves) {
      ClusterUser.await("another number: " + vector.name()).until(() -> run.reached().isPresent());
    }
    if (vector.reached() > 0 && !vector.goesOn()) {
      ClusterUser.await("left there: " + vector.name())
          .until(() -> run.readsSince(moves ? run.lastChange() : decided) >= 2);
    }
  }

  private static void check(FormulaRun run, long begin, SoftAssertions all) {
    FormulaVector vector = run.vector();
    if (vector.by() == FormulaVector.By.NOBODY) {
      all.assertThat(run.numbers()).as(vector.name()).containsExactly(vector.reached());
      return;
    }
    ReplicasOverTime.Change reached = run.reached().orElseThrow();
    all.assertThat(reached.number()).as(vector.name()).isEqualTo(vector.reached());
    if (vector.by() == FormulaVector.By.OPERATOR) {
      all.assertThat(reached.managers()).as(vector.name()).containsExactly("serval-scaling");
      // A look of the autoscaler between its write and the replica takes that back for a moment.
      all.assertThat(run.numbers().getLast()).as(vector.name()).isEqualTo(vector.reached());
      return;
    }
    all.assertThat(reached.managers()).as(vector.name()).containsExactly("kube-controller-manager");
    all.assertThat(run.valuesForDecided(reached.nanos()).count())
        .as("looks until it is reached: %s", vector.name())
        .isEqualTo(1);
    boolean more = vector.reached() > vector.present();
    all.assertThat(Duration.ofNanos(reached.nanos() - begin))
        .as("not before the delay: %s", vector.name())
        .isGreaterThanOrEqualTo(more ? UPSCALE_DELAY : DOWNSCALE_DELAY);
    if (!vector.goesOn()) {
      all.assertThat(run.numbers())
          .as("it is left there: %s", vector.name())
          .containsExactly(vector.present(), vector.reached());
    }
  }

  private static void print(FormulaRun run, long begin) {
    FormulaVector vector = run.vector();
    Optional<ReplicasOverTime.Change> reached = run.reached();
    long until = reached.map(ReplicasOverTime.Change::nanos).orElse(Long.MAX_VALUE);
    long[] values = run.valuesForDecided(until).toArray();
    boolean isFollowed = vector.by() == FormulaVector.By.AUTOSCALER;
    System.out.printf(
        "%-42s %7d %9s %8d %8d %8d  %-23s %11s %6s %8s%n",
        vector.name(),
        vector.load(),
        vector.perReplica().toPlainString(),
        vector.present(),
        vector.reached(),
        reached.map(ReplicasOverTime.Change::number).orElse(vector.present()),
        reached.map(change -> String.join(", ", change.managers())).orElse("-"),
        isFollowed && values.length > 0 ? values[0] + "m" : "-",
        isFollowed ? values.length : "-",
        reached.map(change -> "%.1f s".formatted((change.nanos() - begin) / 1e9)).orElse("-"));
  }
}
