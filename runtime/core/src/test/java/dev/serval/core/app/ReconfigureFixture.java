package dev.serval.core.app;

import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * A running application whose settings change: replicas that wait at a gate, and hooks that note
 * what they are told.
 */
@Timeout(60)
abstract class ReconfigureFixture {

  static final BatchOptions ANNOTATED = new BatchOptions(10, Duration.ofSeconds(10), 1);

  final ManualTime time = new ManualTime();
  final EventLoopGroup loops = new NioEventLoopGroup(1);
  final Semaphore gate = new Semaphore(0);
  final CountDownLatch stuck = new CountDownLatch(1);
  final List<String> told = new CopyOnWriteArrayList<>();
  final Set<String> refused = ConcurrentHashMap.newKeySet();
  final List<Thread> reconfiguring = new CopyOnWriteArrayList<>();
  ApplicationHost host;

  @AfterEach
  void stop() {
    gate.release(1_000);
    host.close(Duration.ZERO);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    // A slot that is held for a caller is given back by a timer that nobody cancels.
    time.advance(Duration.ofSeconds(1));
    assertThat(time.pendingTimers()).isZero();
  }

  static Settings ranking() {
    return new Settings("Ranking");
  }

  SettingsOutcome reconfigure(Settings changed) {
    return end(reconfiguring(changed));
  }

  CompletableFuture<SettingsOutcome> reconfiguring(Settings changed) {
    return host.reconfigure(List.of(changed.made())).toCompletableFuture();
  }

  static <T> T end(CompletableFuture<T> future) {
    Together.until("it has ended", future::isDone);
    return future.join();
  }

  CompletableFuture<Object> call(String method) {
    DeploymentClient client = host.client(null, "Ranking");
    return client.callAsync(client.target(method), "x");
  }

  void start(Settings settings) {
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

  Object passGate() throws InterruptedException {
    gate.acquire();
    return "done";
  }

  static Object sizes(Object items) {
    List<?> batch = (List<?>) items;
    return batch.stream().map(item -> "batch of " + batch.size()).toList();
  }

  /** Notes what it is told; the instance of the stage is its id. */
  final class Hooks implements StageBinding.Hooks {

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
  static final class Settings {

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
