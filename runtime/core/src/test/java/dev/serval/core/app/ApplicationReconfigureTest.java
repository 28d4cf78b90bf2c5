package dev.serval.core.app;

import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.error.BackPressureException;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.call.Together;
import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.SmileCodec;
import dev.serval.core.handle.DeploymentClient;
import dev.serval.core.route.RouterOptions;
import dev.serval.core.route.RouterOptions.Policy;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.TestStage;
import dev.serval.core.time.ManualTime;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings that change while calls are under way. */
@Timeout(60)
class ApplicationReconfigureTest {

  private static final BatchOptions ANNOTATED = new BatchOptions(10, Duration.ofSeconds(10), 1);

  private final ManualTime time = new ManualTime();
  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final Semaphore gate = new Semaphore(0);
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final List<Thread> reconfiguring = new CopyOnWriteArrayList<>();
  private ApplicationHost host;

  @AfterEach
  void stop() {
    gate.release(1_000);
    host.close(Duration.ZERO);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    // A slot that is held for a caller is given back by a timer that nobody cancels.
    time.advance(Duration.ofSeconds(1));
    assertThat(time.pendingTimers()).isZero();
  }

  // ---- Limits, routing and batching

  @Test
  void aHigherLimitLetsCallsInThatWait() {
    start(ranking().ongoing(1));
    CompletableFuture<Object> running = call("gated");
    CompletableFuture<Object> waiting = call("gated");
    assertThat(host.ongoing()).isEqualTo(1);

    SettingsOutcome outcome = reconfigure(ranking().ongoing(2));

    Together.until("the other one runs too", () -> host.ongoing() == 2);
    assertThat(outcome.changes()).containsExactly("Ranking maxOngoingRequests 1 -> 2");
    assertThat(outcome.problems()).isEmpty();
    gate.release(2);
    assertThat(end(running)).isEqualTo("done");
    assertThat(end(waiting)).isEqualTo("done");
  }

  @Test
  void aLowerLimitLeavesCallsAloneThatRun() {
    start(ranking().ongoing(2));
    List<CompletableFuture<Object>> calls = List.of(call("gated"), call("gated"), call("gated"));

    reconfigure(ranking().ongoing(1));

    assertThat(host.ongoing()).isEqualTo(2);
    gate.release();
    Together.until("one has ended", () -> calls.stream().anyMatch(CompletableFuture::isDone));
    assertThat(host.ongoing()).as("the third still waits").isEqualTo(1);
    gate.release(2);
    calls.forEach(call -> assertThat(end(call)).isEqualTo("done"));
  }

  @Test
  void aBoundOfTheQueueCountsForCallsToCome() {
    start(ranking().ongoing(1));
    List<CompletableFuture<Object>> calls = List.of(call("gated"), call("gated"));

    SettingsOutcome outcome = reconfigure(ranking().ongoing(1).queued(1));

    assertThat(outcome.changes()).containsExactly("Ranking maxQueuedRequests -1 -> 1");
    assertThatThrownBy(() -> end(call("gated"))).hasCauseInstanceOf(BackPressureException.class);
    gate.release(2);
    calls.forEach(call -> assertThat(end(call)).isEqualTo("done"));
  }

  @Test
  void aBatchOptionThatIsOverriddenAndNoLongerIs() {
    start(ranking());
    CompletableFuture<Object> early = call("batched");

    reconfigure(ranking().batching(Map.of("batched", new BatchOptions(1, Duration.ZERO, 1))));

    assertThat(end(early)).as("a waiting one is not forgotten").isEqualTo("batch of 1");
    assertThat(end(call("batched"))).isEqualTo("batch of 1");

    SettingsOutcome outcome = reconfigure(ranking());

    assertThat(outcome.changes()).singleElement().asString().startsWith("Ranking batching ");
    CompletableFuture<Object> one = call("batched");
    CompletableFuture<Object> other = call("batched");
    time.advance(ANNOTATED.maxWait());
    assertThat(end(one)).isEqualTo("batch of 2");
    assertThat(end(other)).isEqualTo("batch of 2");
  }

  @Test
  void whatIsReadAtStartAloneStays() {
    start(ranking());
    DeploymentSettings before = host.deployment("Ranking");

    SettingsOutcome outcome =
        reconfigure(ranking().replicas(5).handles(Map.of("model", "Ranking")));

    assertThat(outcome.changes()).isEmpty();
    assertThat(host.deployment("Ranking")).isEqualTo(before);
    assertThat(host.replicas().get("Ranking")).hasSize(1);
  }

  @Test
  void aNewDeploymentIsIgnoredAndOneThatVanishedStays() {
    start(ranking());

    SettingsOutcome outcome = reconfigure(new Settings("Other").config("x"));

    assertThat(outcome).isEqualTo(new SettingsOutcome(List.of(), List.of(), false));
    assertThat(host.deployment("Other")).isNull();
    assertThat(end(call("plain"))).isEqualTo("done");
    assertThat(told).isEmpty();
  }

  @Test
  void theSettingsOfAnotherStageAreNotForThisOne() {
    start(ranking().config("a"));
    told.clear();

    SettingsOutcome outcome =
        reconfigure(
            ranking()
                .stage("NewRanking")
                .ongoing(7)
                .config("b")
                .batching(Map.of("other", ANNOTATED)));

    assertThat(told).isEmpty();
    assertThat(outcome.changes()).containsExactly("Ranking maxOngoingRequests 10 -> 7");
    assertThat(host.deployment("Ranking").batching()).isEmpty();
  }

  @Test
  void callsUnderWayGoOnThroughEveryChange() throws Exception {
    start(ranking());
    AtomicBoolean changing = new AtomicBoolean(true);

    Together.run(
        3,
        thread -> {
          if (thread == 0) {
            for (int i = 0; i < 200; i++) {
              Policy[] policies = Policy.values();
              reconfigure(
                  ranking()
                      .ongoing(1 + i % 5)
                      .routing(policies[i % policies.length])
                      .config("c" + i % 2)
                      .batching(
                          Map.of(
                              "batched", new BatchOptions(1 + i % 3, Duration.ZERO, 1 + i % 2))));
            }
            changing.set(false);
            return;
          }
          while (changing.get()) {
            List<CompletableFuture<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
              calls.add(call(i % 2 == 0 ? "plain" : "batched"));
            }
            for (CompletableFuture<Object> call : calls) {
              end(call);
            }
          }
        });

    Together.until("all is idle", () -> host.ongoing() == 0);
    assertThat(host.routers().get("Ranking").queued()).isZero();
    assertThat(host.replicas().get("Ranking"))
        .extracting(hosted -> hosted.replica().admission().limit())
        .containsOnly(5);
  }

  // ---- User configurations

  @Test
  void everyReplicaIsGivenAChangedConfigurationOnce() {
    start(ranking().replicas(2).config("a"));
    told.clear();

    SettingsOutcome outcome = reconfigure(ranking().config("b"));
    SettingsOutcome again = reconfigure(ranking().config("b"));

    assertThat(told).containsExactly("Ranking-0 b", "Ranking-1 b");
    assertThat(outcome.changes()).containsExactly("Ranking userConfig");
    assertThat(again.changes()).isEmpty();
    assertThat(reconfiguring).hasSize(4);
    assertThat(reconfiguring.subList(2, 4)).as("not on an event loop").allMatch(Thread::isVirtual);
  }

  @Test
  void oneThatIsRefusedLeavesAllReplicasWithTheOneBefore() {
    start(ranking().replicas(2).config("a"));
    told.clear();
    refused.add("Ranking-1 b");

    SettingsOutcome outcome = reconfigure(ranking().config("b").ongoing(3));

    assertThat(told).containsExactly("Ranking-0 b", "Ranking-0 a");
    assertThat(outcome.problems())
        .containsExactly(
            "Deployment Ranking: stage shop.Ranking does not accept its userConfig:"
                + " java.lang.IllegalArgumentException: b is no good");
    assertThat(outcome.changes())
        .as("the rest does not wait for it")
        .containsExactly("Ranking maxOngoingRequests 10 -> 3");

    assertThat(reconfigure(ranking().config("b")).problems())
        .as("asked again, refused again")
        .hasSize(1);
    told.clear();
    assertThat(reconfigure(ranking().config("c")).problems()).isEmpty();
    assertThat(told).containsExactly("Ranking-0 c", "Ranking-1 c");
  }

  @Test
  void goingBackToTheOneBeforeIsNoChange() {
    start(ranking().replicas(2).config("a"));
    refused.add("Ranking-0 b");
    reconfigure(ranking().config("b"));
    told.clear();

    SettingsOutcome outcome = reconfigure(ranking().config("a"));

    assertThat(outcome.problems()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void aReplicaThatHadNoneBeforeKeepsTheNewOneAndThatIsSaid() {
    start(ranking().replicas(2));
    refused.add("Ranking-1 b");

    SettingsOutcome outcome = reconfigure(ranking().config("b"));

    assertThat(outcome.problems())
        .hasSize(2)
        .last()
        .isEqualTo(
            "Deployment Ranking: replica Ranking-0 has taken the new userConfig and had none"
                + " before");
  }

  @Test
  void oneThatCannotBeGivenBackIsSaid() {
    start(ranking().replicas(2).config("a"));
    refused.add("Ranking-1 b");
    refused.add("Ranking-0 a");

    assertThat(reconfigure(ranking().config("b")).problems())
        .hasSize(2)
        .last()
        .asString()
        .contains("a is no good", "given back", "Ranking-0");
  }

  @Test
  void oneThatIsRemovedCannotBeTold() {
    start(ranking().replicas(2).config("a"));
    told.clear();

    SettingsOutcome outcome = reconfigure(ranking());

    assertThat(told).isEmpty();
    assertThat(outcome.problems())
        .containsExactly(
            "Deployment Ranking: userConfig was removed, which a stage cannot be told: it keeps the"
                + " one before until its replicas are replaced");
    assertThat(reconfigure(ranking().config("a")).problems()).isEmpty();
  }

  @Test
  void aSlowStageHoldsUpNoLimitAndIsGivenTheNewestNext() {
    start(ranking().replicas(2).config("a"));
    told.clear();
    CompletableFuture<SettingsOutcome> slow = reconfiguring(ranking().config("slow"));
    Together.until("it is at work", () -> told.contains("Ranking-0 slow"));
    CompletableFuture<SettingsOutcome> passedOver = reconfiguring(ranking().config("b").ongoing(2));
    Together.until(
        "limits do not wait", () -> host.deployment("Ranking").maxOngoingRequests() == 2);

    CompletableFuture<SettingsOutcome> last = reconfiguring(ranking().config("c").ongoing(2));

    assertThat(end(passedOver).superseded()).isTrue();
    assertThat(end(passedOver).changes()).containsExactly("Ranking maxOngoingRequests 10 -> 2");
    assertThat(slow).isNotDone();
    stuck.countDown();
    assertThat(end(slow).changes()).containsExactly("Ranking userConfig");
    assertThat(end(last).superseded()).isFalse();
    assertThat(told)
        .containsExactly("Ranking-0 slow", "Ranking-1 slow", "Ranking-0 c", "Ranking-1 c");
  }

  @Test
  void aStageThatIsStuckInItDoesNotKeepTheProcess() {
    start(ranking().replicas(2).config("a"));
    CompletableFuture<SettingsOutcome> slow = reconfiguring(ranking().config("slow"));
    Together.until("it is at work", () -> told.contains("Ranking-0 slow"));
    CompletableFuture<SettingsOutcome> next = reconfiguring(ranking().config("b"));

    host.close(Duration.ZERO);

    assertThat(end(slow).superseded()).isTrue();
    assertThat(end(next).superseded()).isTrue();
    assertThat(reconfigure(ranking().config("c")).superseded()).isTrue();
    assertThat(told).doesNotContain("Ranking-0 b", "Ranking-0 c");
  }

  @Test
  void itSeesTheClassesThatTheApplicationSees() {
    AtomicReference<ClassLoader> seen = new AtomicReference<>();
    ClassLoader own = new ClassLoader(getClass().getClassLoader()) {};
    Thread.currentThread().setContextClassLoader(own);
    try {
      start(ranking().replicas(2).config("a"));
    } finally {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }

    reconfigure(ranking().config("b"));
    seen.set(reconfiguring.getLast().getContextClassLoader());

    assertThat(seen.get()).isSameAs(own);
  }

  // ---- The application

  private static Settings ranking() {
    return new Settings("Ranking");
  }

  private SettingsOutcome reconfigure(Settings changed) {
    return end(reconfiguring(changed));
  }

  private CompletableFuture<SettingsOutcome> reconfiguring(Settings changed) {
    return host.reconfigure(List.of(changed.made())).toCompletableFuture();
  }

  private static <T> T end(CompletableFuture<T> future) {
    Together.until("it has ended", future::isDone);
    return future.join();
  }

  private CompletableFuture<Object> call(String method) {
    DeploymentClient client = host.client(null, "Ranking");
    return client.callAsync(client.target(method), "x");
  }

  private void start(Settings settings) {
    TestStage stage =
        TestStage.named("Ranking")
            .method("plain", 1, VALUE, VIRTUAL_THREAD, arguments -> "done")
            .method("gated", 1, VALUE, VIRTUAL_THREAD, arguments -> passGate())
            .method("batched", 1, VALUE, VIRTUAL_THREAD, ANNOTATED, items -> sizes(items[0]));
    Map<String, StageBinding> stages = new HashMap<>();
    stages.put(
        "Ranking",
        new StageBinding(
            stage.descriptor(),
            stage.invoker(),
            (deployment, id) -> new StageBinding.Instance(id, () -> {}),
            new Hooks()));
    host =
        new ApplicationHost(
            ApplicationSettings.local("shop", List.of(settings.made())),
            stages,
            List.of(new SmileCodec(CodecLimits.DEFAULT)),
            time,
            loops,
            deployment -> ReplicaObserver.NONE);
    host.start();
  }

  private Object passGate() throws InterruptedException {
    gate.acquire();
    return "done";
  }

  private static Object sizes(Object items) {
    List<?> batch = (List<?>) items;
    return batch.stream().map(item -> "batch of " + batch.size()).toList();
  }

  /** Notes what it is told; the instance of the stage is its id. */
  private final class Hooks implements StageBinding.Hooks {

    @Override
    public void reconfigure(Object stage, Object userConfig) throws Exception {
      reconfiguring.add(Thread.currentThread());
      String what = stage + " " + userConfig;
      if (refused.contains(what)) {
        throw new IllegalArgumentException(userConfig + " is no good");
      }
      told.add(what);
      if (userConfig.equals("slow")) {
        Together.await(stuck);
      }
    }

    @Override
    public void checkHealth(Object stage) {
      // Healthy.
    }
  }

  /** Settings of one deployment, of which a test changes some. */
  private static final class Settings {

    private final String name;
    private String stage = "Ranking";
    private int replicas = 1;
    private int ongoing = 10;
    private int queued = RouterOptions.UNBOUNDED;
    private Policy routing = Policy.LEAST_LOADED;
    private Map<String, BatchOptions> batching = Map.of();
    private Map<String, String> handles = Map.of();
    private Object config;

    Settings(String name) {
      this.name = name;
    }

    Settings stage(String changed) {
      stage = changed;
      return this;
    }

    Settings replicas(int changed) {
      replicas = changed;
      return this;
    }

    Settings ongoing(int changed) {
      ongoing = changed;
      return this;
    }

    Settings queued(int changed) {
      queued = changed;
      return this;
    }

    Settings routing(Policy changed) {
      routing = changed;
      return this;
    }

    Settings batching(Map<String, BatchOptions> changed) {
      batching = changed;
      return this;
    }

    Settings handles(Map<String, String> changed) {
      handles = changed;
      return this;
    }

    Settings config(Object changed) {
      config = changed;
      return this;
    }

    DeploymentSettings made() {
      return new DeploymentSettings(
          name, stage, replicas, ongoing, queued, routing, batching, handles, config);
    }
  }
}
