package dev.serval.operator.metricsapi;

import dev.serval.operator.autoscaling.hpa.ServedMetric;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.AutoscalerController;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FakeReplicaCounts;
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
import io.fabric8.kubernetes.api.model.apps.Deployment;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Applications that Kubernetes' own controller of HorizontalPodAutoscalers scales. Real are the
 * reports' book, the decisions, what the operator writes, the metrics API behind the API server's
 * aggregator, the HorizontalPodAutoscalers and who follows them; pods are numbers.
 */
abstract class AutoscalerFixture {

  /** Long enough for a change to be heard of before the next look, on a busy machine too. */
  static final Duration SYNC = Duration.ofSeconds(2);

  static final Duration UPSCALE_DELAY = Duration.ofSeconds(2);
  private static final Duration REPORTS = Duration.ofMillis(500);
  private static final Duration BELIEVED = Duration.ofSeconds(5);
  private static final int REPLICAS = 1000;
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Directory directory = new Directory(1);
  private final LoadBook book = new LoadBook(BELIEVED, REPLICAS);
  private final AtomicBoolean isReported = new AtomicBoolean();
  private final AtomicLong rounds = new AtomicLong();
  private KubernetesClient cluster;
  Map<String, FormulaRun> runs;
  private RunningOperator operator;
  private ScalingLoop loop;

  /** An application is made for each of them. */
  abstract List<FormulaVector> vectors() throws IOException;

  /** What the autoscalers' controller ignores. */
  double tolerance() {
    return ServedMetric.DEFAULT_TOLERANCE;
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    ApiServer server = ApiServer.get();
    cluster = server.admin();
    closing(new AutoscalerController(server, SYNC, tolerance(), folder));
    runs = runs(vectors());
    closing(new FakeReplicaCounts(cluster, FormulaRun.APPLICATION, this::mostReady));
    operator = closing(new RunningOperator(server, Set.of(), AutoscalerFixture::settings));
    loop = closing(loop());
    removeRegistration();
    RunningMetricsApi.leadHere(cluster);
    RunningMetricsApi api = closing(new RunningMetricsApi(server, this::served));
    api.lead();
    await("autoscalers can read")
        .until(() -> api.api().state().equals(new MetricsApiState.External(Optional.empty())));
  }

  /** Of what another test has left nobody is ready. */
  private int mostReady(Deployment deployment) {
    FormulaRun run = runs.get(deployment.getMetadata().getNamespace());
    return run == null ? 0 : run.mostReady(deployment);
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
                closing(new FormulaRun(vector, cluster, "formula-" + NAMESPACES.incrementAndGet())))
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

  static ConditionFactory await(String what) {
    // the API server asks again after up to a minute
    return ClusterUser.await(what).atMost(Duration.ofSeconds(90));
  }

  /**
   * Applies all applications, and returns when their autoscalers follow what they are served.
   * Nobody has reported yet.
   */
  void follow(Duration downscaleDelay) {
    runs.values().forEach(run -> run.apply(UPSCALE_DELAY, downscaleDelay));
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
  }

  /** From now on replicas report; nobody looks before all have done so once. */
  void report() {
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
}
