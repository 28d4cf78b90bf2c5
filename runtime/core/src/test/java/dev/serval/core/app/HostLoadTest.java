package dev.serval.core.app;

import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.call.Together;
import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.SmileCodec;
import dev.serval.core.handle.DeploymentClient;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.TestStage;
import dev.serval.core.time.ManualTime;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostLoadTest {

  private final Semaphore gate = new Semaphore(0);
  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final AtomicInteger changes = new AtomicInteger();
  private final ApplicationHost host = host();
  private final HostLoad load = new HostLoad(host);

  @AfterEach
  void stop() {
    gate.release(100);
    host.close(Duration.ZERO);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void theFirstCallAndTheEndOfTheLastAreChanges() {
    load.onChange(changes::incrementAndGet);

    CompletableFuture<Object> first = call("Ranking");
    CompletableFuture<Object> second = call("Ranking");

    assertThat(changes).hasValue(1);
    assertThat(load.ongoing()).isEqualTo(2);
    gate.release();
    Together.until("one has ended", () -> first.isDone() || second.isDone());
    assertThat(changes).hasValue(1);
    gate.release();
    Together.until("the last has ended", () -> changes.get() == 2);
    assertThat(load.ongoing()).isZero();
  }

  @Test
  void aCallThatWaitsForADeploymentWithoutReplicasIsAChange() {
    host.updateEndpoints("Ranking", List.of());
    load.onChange(changes::incrementAndGet);

    call("Ranking");

    assertThat(changes).hasValue(1);
    assertThat(load.queued()).isEqualTo(Map.of("Ranking", 1));
    assertThat(load.ongoing()).isZero();
  }

  @Test
  void aCallThatWaitsBehindOthersIsNone() {
    List.of(call("Ranking"), call("Ranking"));
    load.onChange(changes::incrementAndGet);

    call("Ranking");

    assertThat(load.queued()).isEqualTo(Map.of("Ranking", 1));
    assertThat(changes).hasValue(0);
  }

  @Test
  void theEndOfAQueueIsAChange() {
    List.of(call("Ranking"), call("Ranking"), call("Ranking"), call("Ranking"));
    assertThat(load.queued()).isEqualTo(Map.of("Ranking", 2));
    load.onChange(changes::incrementAndGet);

    gate.release();
    Together.until("one goes on", () -> load.queued().equals(Map.of("Ranking", 1)));
    assertThat(changes).hasValue(0);
    gate.release();
    Together.until("the last goes on", () -> changes.get() == 1);

    assertThat(load.queued()).isEmpty();
    Together.until("it runs", () -> load.ongoing() == 2);
  }

  @Test
  void aQueueWhoseCallsAreCancelledIsAtItsEnd() {
    host.updateEndpoints("Ranking", List.of());
    CompletableFuture<Object> waits = call("Ranking");
    load.onChange(changes::incrementAndGet);

    waits.cancel(true);

    assertThat(changes).hasValue(1);
    assertThat(load.queued()).isEmpty();
  }

  @Test
  void itSaysWhenItDrains() {
    assertThat(load.draining()).isFalse();

    host.replicas().get("Ranking").getFirst().replica().drain();

    assertThat(load.draining()).isTrue();
  }

  private CompletableFuture<Object> call(String deployment) {
    DeploymentClient client = host.client(null, deployment);
    return client.callAsync(client.target("run"), "x");
  }

  private ApplicationHost host() {
    TestStage stage =
        TestStage.named("Ranking")
            .method(
                "run",
                1,
                VALUE,
                VIRTUAL_THREAD,
                arguments -> {
                  gate.acquire();
                  return "done";
                });
    DeploymentSettings defaults = DeploymentSettings.of("Ranking");
    ApplicationHost made =
        new ApplicationHost(
            ApplicationSettings.local(
                "shop",
                List.of(
                    new DeploymentSettings(
                        "Ranking",
                        "Ranking",
                        1,
                        2,
                        -1,
                        defaults.routing(),
                        Map.of(),
                        Map.of(),
                        null))),
            Map.of(
                "Ranking",
                new StageBinding(
                    stage.descriptor(),
                    stage.invoker(),
                    (deployment, id) -> new StageBinding.Instance("stage", () -> {}),
                    StageBinding.Hooks.NONE)),
            List.of(new SmileCodec(CodecLimits.DEFAULT)),
            new ManualTime(),
            loops,
            deployment -> ReplicaObserver.NONE);
    made.start();
    return made;
  }
}
