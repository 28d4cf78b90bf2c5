package dev.serval.core.app;

import static dev.serval.core.stage.StageMethod.Execution.CPU_POOL;
import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.call.Together;
import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.SmileCodec;
import dev.serval.core.handle.DeploymentClient;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.route.Router;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.stage.StageReplica;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of calls when replicas drain and the application closes. */
@Timeout(60)
class ApplicationCloseTest {

  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();
  private final Map<String, StageBinding> stages = new HashMap<>();
  private final List<DeploymentSettings> deployments = new ArrayList<>();
  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private ApplicationHost host;

  @AfterEach
  void stop() {
    goOn.countDown();
    host.close(Duration.ZERO);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void callsThatRunAreWaitedFor() throws Exception {
    start(stage("Ranking", VIRTUAL_THREAD, arguments -> waitForTheGate()));
    CompletableFuture<Object> running = call("Ranking");
    Together.await(inside);

    CompletableFuture<Void> closing = close(ONE_SECOND);
    time.advance(Duration.ofMillis(999));
    assertThat(closing).isNotDone();
    goOn.countDown();

    assertThat(running.join()).isEqualTo("done");
    closing.get(Together.PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(interrupted.getCount()).isEqualTo(1);
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void callsThatDoNotEndInTimeAreInterruptedAndTheirCallersTold() throws Exception {
    start(stage("Ranking", VIRTUAL_THREAD, arguments -> waitForTheGate()));
    CompletableFuture<Object> running = call("Ranking");
    Together.await(inside);

    CompletableFuture<Void> closing = close(ONE_SECOND);
    time.advance(ONE_SECOND);

    closing.get(Together.PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertUnavailable(running, "Ranking.run: this process is shutting down");
    Together.await(interrupted);
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void aCallThatIgnoresItsInterruptIsAnsweredAllTheSame() throws Exception {
    start(
        stage(
            "Ranking",
            VIRTUAL_THREAD,
            arguments -> {
              inside.countDown();
              while (goOn.getCount() > 0) {
                Thread.onSpinWait();
                Thread.yield();
              }
              return "late";
            }));
    CompletableFuture<Object> running = call("Ranking");
    Together.await(inside);

    host.close(Duration.ZERO);

    assertUnavailable(running, "Ranking.run: this process is shutting down");
  }

  @Test
  void callsThatWaitForTheCpuPoolAreAnswered() throws Exception {
    start(stage("Ranking", CPU_POOL, arguments -> waitForTheGate()));
    CompletableFuture<Object> running = call("Ranking");
    Together.await(inside);
    List<CompletableFuture<Object>> waiting = List.of(call("Ranking"), call("Ranking"));

    host.close(Duration.ZERO);

    assertUnavailable(running, "Ranking.run: this process is shutting down");
    waiting.forEach(call -> assertUnavailable(call, "Ranking.run: this process is shutting down"));
    Together.await(interrupted);
  }

  @Test
  void theThreadOfABatchIsInterrupted() throws Exception {
    BatchOptions one = new BatchOptions(1, Duration.ZERO, 1);
    start(
        TestStage.named("Ranking")
            .method("run", 1, VALUE, VIRTUAL_THREAD, one, arguments -> waitForTheGate()));
    CompletableFuture<Object> running = call("Ranking");
    Together.await(inside);
    CompletableFuture<Object> waiting = call("Ranking");

    host.close(Duration.ZERO);

    assertUnavailable(running, "Ranking.run: this process is shutting down");
    assertUnavailable(waiting, "Ranking: this process is shutting down");
    Together.await(interrupted);
  }

  @Test
  void newCallsAreRefusedWhileWhatRunsMayStillCall() throws Exception {
    start(
        stage("Ranking", VIRTUAL_THREAD, arguments -> "ranking"),
        stage(
            "Service",
            VIRTUAL_THREAD,
            arguments -> {
              waitForTheGate();
              DeploymentClient ranking = host.client("Service", "Ranking");
              return ranking.call(ranking.target("run"), "x");
            }));
    CompletableFuture<Object> running = call("Service");
    Together.await(inside);

    CompletableFuture<Void> closing = close(ONE_SECOND);
    assertUnavailable(call("Ranking"), "Ranking: this process is shutting down");
    goOn.countDown();

    assertThat(running.join()).isEqualTo("ranking");
    closing.get(Together.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void callsThatWaitForAReplicaFailWhenTheCloseBegins() throws Exception {
    deployments.add(
        new DeploymentSettings(
            "Ranking",
            "Ranking",
            1,
            1,
            -1,
            DeploymentSettings.of("Ranking").routing(),
            Map.of(),
            Map.of(),
            null));
    start(stage("Ranking", VIRTUAL_THREAD, arguments -> waitForTheGate()));
    CompletableFuture<Object> running = call("Ranking");
    Together.await(inside);
    CompletableFuture<Object> waiting = call("Ranking");

    CompletableFuture<Void> closing = close(ONE_SECOND);

    assertUnavailable(waiting, "Ranking: this process is shutting down");
    assertThat(running).isNotDone();
    goOn.countDown();
    assertThat(running.join()).isEqualTo("done");
    closing.get(Together.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  // ---- Draining

  @Test
  void drainingTellsWhenTheLastCallHasItsOutcome() throws Exception {
    start(stage("Ranking", VIRTUAL_THREAD, arguments -> waitForTheGate()));
    CompletableFuture<Object> running = call("Ranking");
    Together.await(inside);
    AtomicBoolean hadItsOutcome = new AtomicBoolean();

    CompletableFuture<Void> idle =
        host.drain().thenRun(() -> hadItsOutcome.set(running.isDone())).toCompletableFuture();

    assertThat(idle).isNotDone();
    goOn.countDown();
    idle.get(Together.PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(hadItsOutcome).isTrue();
    assertThat(host.ongoing()).isZero();
    assertThat(host.drain().toCompletableFuture()).isDone();
  }

  @Test
  void anIdleHostIsDrainedAtOnce() {
    start(stage("Ranking", VIRTUAL_THREAD, arguments -> ""));

    assertThat(host.drain().toCompletableFuture()).isDone();
  }

  @Test
  void routersLeaveADrainingReplicaAtOnce() {
    deployments.add(
        new DeploymentSettings(
            "Ranking",
            "Ranking",
            2,
            10,
            -1,
            DeploymentSettings.of("Ranking").routing(),
            Map.of(),
            Map.of(),
            null));
    start(stage("Ranking", VIRTUAL_THREAD, arguments -> "done"));
    StageReplica leaving = host.replicas().get("Ranking").getFirst().replica();
    Router router = host.routers().get("Ranking");
    assertThat(router.availableReplicas()).isEqualTo(2);

    leaving.drain();

    assertThat(router.availableReplicas()).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      assertThat(call("Ranking").join()).isEqualTo("done");
    }
    assertThat(router.stats().rejections()).isZero();
  }

  @Test
  void aRouterThatComesLaterIsToldToo() {
    start(stage("Ranking", VIRTUAL_THREAD, arguments -> "done"));
    host.replicas().get("Ranking").getFirst().replica().drain();
    Router router = host.routers().get("Ranking");

    host.updateEndpoints("Ranking", List.of());
    host.updateEndpoints("Ranking", List.of(new ReplicaEndpoint("Ranking-0", "", "", "")));

    assertThat(router.availableReplicas()).isZero();
  }

  // ---- The application

  private Object waitForTheGate() throws InterruptedException {
    inside.countDown();
    try {
      Together.await(goOn);
      return "done";
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
  }

  private static TestStage stage(
      String name, StageMethod.Execution execution, TestStage.Body body) {
    return TestStage.named(name).method("run", 1, VALUE, execution, body);
  }

  private CompletableFuture<Object> call(String deployment) {
    DeploymentClient client = host.client(null, deployment);
    return client.callAsync(client.target("run"), "x");
  }

  /** Closes the host on a thread of its own; returns when that waits. */
  private CompletableFuture<Void> close(Duration timeout) {
    int timers = time.pendingTimers();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> host.close(timeout));
    Together.until("it waits", () -> time.pendingTimers() > timers);
    return closing;
  }

  private static void assertUnavailable(CompletableFuture<Object> call, String message) {
    Together.until("it has its outcome", call::isDone);
    assertThatThrownBy(call::join)
        .hasCauseInstanceOf(DeploymentUnavailableException.class)
        .hasMessageContaining(message);
  }

  private void start(TestStage... hosted) {
    for (TestStage stage : hosted) {
      String name = stage.descriptor().name();
      stages.put(
          name,
          new StageBinding(
              stage.descriptor(),
              stage.invoker(),
              (deployment, id) -> new StageBinding.Instance("stage", () -> {}),
              StageBinding.Hooks.NONE));
      if (deployments.stream().noneMatch(known -> known.name().equals(name))) {
        deployments.add(DeploymentSettings.of(name));
      }
    }
    host =
        new ApplicationHost(
            ApplicationSettings.local("shop", deployments),
            stages,
            List.of(new SmileCodec(CodecLimits.DEFAULT)),
            time,
            loops,
            deployment -> ReplicaObserver.NONE);
    host.start();
  }
}
