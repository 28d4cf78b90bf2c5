package dev.serval.core.app;

import static dev.serval.core.stage.StageMethod.Execution.CPU_POOL;
import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.COMPLETION_STAGE;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.call.Together;
import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.SmileCodec;
import dev.serval.core.handle.DeploymentClient;
import dev.serval.core.handle.DynamicHandle;
import dev.serval.core.route.RouterOptions.Policy;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.stage.TestStage;
import dev.serval.core.time.ManualTime;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplicationHostTest {

  private final ManualTime time = new ManualTime();
  private final Map<String, StageBinding> stages = new HashMap<>();
  private final List<DeploymentSettings> deployments = new ArrayList<>();
  private final List<String> made = new CopyOnWriteArrayList<>();
  private final List<String> destroyed = new CopyOnWriteArrayList<>();
  private EventLoopGroup loops;

  @BeforeEach
  void startLoops() {
    loops = new NioEventLoopGroup(1);
  }

  @AfterEach
  void stopLoops() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void aGraphOfDeploymentsServes() throws Exception {
    ApplicationHost[] host = new ApplicationHost[1];
    bind(one("Features", VIRTUAL_THREAD, arguments -> "features of " + arguments[0]));
    bind(one("Ranking", CPU_POOL, arguments -> "ranking by " + arguments[0]));
    bind(
        TestStage.named("Service")
            .method(
                "run",
                1,
                COMPLETION_STAGE,
                VIRTUAL_THREAD,
                arguments -> {
                  DynamicHandle features = handle(host[0], "Service", "Features");
                  DynamicHandle ranking = handle(host[0], "Service", "model");
                  return ranking
                      .method("run")
                      .call(features.method("run").call(arguments[0]))
                      .toCompletionStage();
                }));
    deploy(DeploymentSettings.of("Features"), 2);
    deploy(DeploymentSettings.of("Ranking"), 1);
    deploy(
        new DeploymentSettings(
            "Service",
            "Service",
            1,
            10,
            -1,
            Policy.LEAST_LOADED,
            Map.of(),
            Map.of("model", "Ranking"),
            null),
        1);
    try (ApplicationHost started = host()) {
      host[0] = started;
      started.start();

      DeploymentClient client = started.client(null, "Service");
      Object result =
          client
              .callAsync(client.target("run"), "u7")
              .get(Together.PATIENCE_SECONDS, TimeUnit.SECONDS);

      assertThat(result).isEqualTo("ranking by features of u7");
      assertThat(made).containsExactly("Features-0", "Features-1", "Ranking-0", "Service-0");
      Together.until("all is idle", () -> started.ongoing() == 0);
    }
    assertThat(destroyed).containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void anUnknownStageIsToldThoseThatThereAre() {
    bind(one("Features", VIRTUAL_THREAD, arguments -> ""));
    deployments.add(DeploymentSettings.of("Features"));
    deployments.add(DeploymentSettings.of("Rankign"));

    assertThatThrownBy(this::host)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Deployment Rankign hosts stage \"Rankign\", but the application has only Features");
    assertThat(time.pendingTimers()).as("nothing was begun").isZero();
  }

  @Test
  void anUnknownHandleTargetIsToldThoseThatThereAre() {
    bind(one("Service", VIRTUAL_THREAD, arguments -> ""));
    deployments.add(
        new DeploymentSettings(
            "Service",
            "Service",
            1,
            10,
            -1,
            Policy.LEAST_LOADED,
            Map.of(),
            Map.of("model", "Rankign"),
            null));

    assertThatThrownBy(this::host)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Handle model of deployment Service points at \"Rankign\", but the application has"
                + " only Service");
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void twoDeploymentsOfOneNameAreRefused() {
    bind(one("Service", VIRTUAL_THREAD, arguments -> ""));
    deployments.add(DeploymentSettings.of("Service"));
    deployments.add(DeploymentSettings.of("Service"));

    assertThatThrownBy(this::host)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The application has two deployments with the name \"Service\"");
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void aClientOfNobodyIsToldWhomThereIs() {
    bind(one("Service", VIRTUAL_THREAD, arguments -> ""));
    deployments.add(DeploymentSettings.of("Service"));
    try (ApplicationHost host = host()) {
      assertThatThrownBy(() -> host.client(null, "Sevrice"))
          .hasMessage(
              "There is no deployment \"Sevrice\"; there are Service. Which of them handle"
                  + " \"Sevrice\" calls can be set with handles");
    }
  }

  // ---- Starting

  @Test
  void aConstructorThatThrowsNamesDeploymentClassAndReasonAndUndoesTheRest() {
    bind(one("Features", VIRTUAL_THREAD, arguments -> ""));
    failing("Ranking", new RuntimeException(new IllegalStateException("model.bin is missing")));
    deployments.add(DeploymentSettings.of("Features"));
    deployments.add(DeploymentSettings.of("Ranking"));
    ApplicationHost host = host();

    assertThatThrownBy(host::start)
        .isInstanceOf(StageStartException.class)
        .hasMessage(
            "Deployment Ranking: stage shop.Ranking cannot be constructed:"
                + " java.lang.IllegalStateException: model.bin is missing");

    assertThat(destroyed).containsExactly("Features-0");
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void aClassThatCannotBeInitialisedIsToldLikewise() {
    failing("Ranking", new ExceptionInInitializerError(new IllegalStateException("no GPU")));
    deployments.add(DeploymentSettings.of("Ranking"));
    ApplicationHost host = host();

    assertThatThrownBy(host::start)
        .isInstanceOf(StageStartException.class)
        .hasMessageContaining("shop.Ranking cannot be constructed")
        .hasMessageContaining("no GPU");
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void aUserConfigThatIsRefusedNamesTheStageAndDestroysIt() {
    StageBinding plain = bind(one("Ranking", VIRTUAL_THREAD, arguments -> ""));
    stages.put(
        "Ranking",
        new StageBinding(
            plain.descriptor(),
            plain.invoker(),
            plain.factory(),
            new StageBinding.Hooks() {
              @Override
              public void reconfigure(Object stage, Object userConfig) {
                throw new IllegalArgumentException("threshold must be below 1");
              }

              @Override
              public void checkHealth(Object stage) {
                // Healthy.
              }
            }));
    deployments.add(
        new DeploymentSettings(
            "Ranking", "Ranking", 1, 10, -1, Policy.LEAST_LOADED, Map.of(), Map.of(), "2"));

    assertThatThrownBy(host()::start)
        .isInstanceOf(StageStartException.class)
        .hasMessageContaining("Deployment Ranking")
        .hasMessageContaining("does not accept its userConfig")
        .hasMessageContaining("threshold must be below 1");
    assertThat(destroyed).containsExactly("Ranking-0");
  }

  // ---- Closing

  @Test
  void closingLeavesNoThreadQueueSlotOrTimerBehind() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    bind(one("Ranking", CPU_POOL, arguments -> blocked(inside)));
    BatchOptions batch = new BatchOptions(10, Duration.ofSeconds(10), 1);
    bind(
        TestStage.named("Batching")
            .method("run", 1, VALUE, VIRTUAL_THREAD, batch, arguments -> arguments[0]));
    deployments.add(
        new DeploymentSettings(
            "Ranking", "Ranking", 1, 1, -1, Policy.LEAST_LOADED, Map.of(), Map.of(), null));
    deployments.add(DeploymentSettings.of("Batching"));
    ApplicationHost host = host();
    host.start();
    CompletableFuture<Object> running = call(host, "Ranking");
    Together.await(inside);
    CompletableFuture<Object> waiting = call(host, "Ranking");
    CompletableFuture<Object> batched = call(host, "Batching");
    List<HostedReplica> replicas = host.replicas().values().stream().flatMap(List::stream).toList();
    assertThat(host.ongoing()).isEqualTo(2);

    host.close(Duration.ZERO);

    assertThatThrownBy(waiting::join).hasCauseInstanceOf(DeploymentUnavailableException.class);
    assertThatThrownBy(batched::join).hasCauseInstanceOf(DeploymentUnavailableException.class);
    assertThatThrownBy(running::join).hasCauseInstanceOf(DeploymentUnavailableException.class);
    Together.until(
        "every slot is free",
        () -> replicas.stream().allMatch(r -> r.replica().admission().ongoing() == 0));
    Together.until("no thread is left", ApplicationHostTest::noStageThread);
    assertThat(host.routers().values()).allSatisfy(router -> assertThat(router.queued()).isZero());
    assertThat(destroyed).containsExactlyInAnyOrder("Ranking-0", "Batching-0");
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void aStageThatCannotBeDestroyedDoesNotKeepTheOthers() {
    StageBinding plain = bind(one("Features", VIRTUAL_THREAD, arguments -> ""));
    stages.put(
        "Features",
        new StageBinding(
            plain.descriptor(),
            plain.invoker(),
            (deployment, id) ->
                new StageBinding.Instance(
                    "stage",
                    () -> {
                      throw new IllegalStateException("stuck");
                    }),
            StageBinding.Hooks.NONE));
    bind(one("Ranking", VIRTUAL_THREAD, arguments -> ""));
    deployments.add(DeploymentSettings.of("Features"));
    deployments.add(DeploymentSettings.of("Ranking"));
    ApplicationHost host = host();
    host.start();

    host.close();
    host.close();

    assertThat(destroyed).containsExactly("Ranking-0");
    assertThatThrownBy(call(host, "Ranking")::join)
        .hasCauseInstanceOf(DeploymentUnavailableException.class);
  }

  private static Object blocked(CountDownLatch inside) throws InterruptedException {
    inside.countDown();
    Together.await(new CountDownLatch(1));
    return "";
  }

  private static boolean noStageThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith("stage-cpu-"));
  }

  private static CompletableFuture<Object> call(ApplicationHost host, String deployment) {
    DeploymentClient client = host.client(null, deployment);
    return client.callAsync(client.target("run"), "x");
  }

  private static DynamicHandle handle(ApplicationHost host, String caller, String name) {
    return new DynamicHandle(host.client(caller, name));
  }

  private static TestStage one(String name, StageMethod.Execution execution, TestStage.Body body) {
    return TestStage.named(name).method("run", 1, VALUE, execution, body);
  }

  private void deploy(DeploymentSettings settings, int replicas) {
    deployments.add(
        new DeploymentSettings(
            settings.name(),
            settings.stage(),
            replicas,
            settings.maxOngoingRequests(),
            -1,
            settings.routing(),
            Map.of(),
            settings.handles(),
            null));
  }

  private StageBinding bind(TestStage stage) {
    StageBinding binding =
        new StageBinding(
            stage.descriptor(),
            stage.invoker(),
            (deployment, id) -> {
              made.add(id);
              return new StageBinding.Instance("stage", () -> destroyed.add(id));
            },
            StageBinding.Hooks.NONE);
    stages.put(stage.descriptor().name(), binding);
    return binding;
  }

  private void failing(String name, Throwable failure) {
    StageBinding plain = bind(one(name, VIRTUAL_THREAD, arguments -> ""));
    stages.put(
        name,
        new StageBinding(
            plain.descriptor(),
            plain.invoker(),
            (deployment, id) -> {
              if (failure instanceof Error error) {
                throw error;
              }
              throw (Exception) failure;
            },
            StageBinding.Hooks.NONE));
  }

  private ApplicationHost host() {
    return new ApplicationHost(
        ApplicationSettings.local("shop", deployments),
        stages,
        List.of(new SmileCodec(CodecLimits.DEFAULT)),
        time,
        loops,
        deployment -> ReplicaObserver.NONE);
  }
}
