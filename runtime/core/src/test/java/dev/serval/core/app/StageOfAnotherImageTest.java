package dev.serval.core.app;

import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.SmileCodec;
import dev.serval.core.handle.DeploymentClient;
import dev.serval.core.handle.HandleContract;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.TestStage;
import dev.serval.core.time.SystemTime;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes whose images hold one stage each, of an application with two deployments. */
@Timeout(60)
class StageOfAnotherImageTest {

  private static final List<DeploymentSettings> DEPLOYMENTS =
      List.of(DeploymentSettings.of("Service"), DeploymentSettings.of("Ranking"));

  private static final HandleContract RANKER =
      new HandleContract(
          "shop.Ranker",
          List.of(
              new HandleContract.Method(
                  "rank", List.of(String.class), String.class, false, false)));

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
  void isCalledThroughTheContractOfAHandle() {
    try (ApplicationHost ranking = process("Ranking", "Ranking", Map.of())) {
      ranking.start();
      String address = "127.0.0.1:" + ranking.listening().getPort();
      try (ApplicationHost service =
          process("Service", "Service", Map.of("Ranking", List.of(address)))) {
        service.start();

        DeploymentClient client = service.client("Service", "Ranking", () -> RANKER);

        assertThat(client.call(client.target("rank"), "u7")).isEqualTo("u7 by Ranking");
        assertThat(service.stageOf("Ranking")).isNull();
      }
    }
  }

  @Test
  void isAskedOfItselfWhereItIsKnown() {
    try (ApplicationHost service = process("Service", "Service", Map.of())) {
      DeploymentClient client =
          service.client(
              null,
              "Service",
              () -> {
                throw new AssertionError("the contract is not needed");
              });

      assertThat(client.target("rank").stage()).isEqualTo("Service");
    }
  }

  @Test
  void hasNoMethodsForAHandleWithoutContract() {
    try (ApplicationHost service = process("Service", "Service", Map.of())) {
      assertThatThrownBy(() -> service.client("Service", "Ranking"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Deployment Ranking hosts stage \"Ranking\", which another image holds: what can be"
                  + " called on it is known here only to a handle whose type is an interface with"
                  + " its methods");
    }
  }

  @Test
  void cannotBeHosted() {
    assertThatThrownBy(() -> process("Ranking", "Service", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Deployment Ranking hosts stage \"Ranking\", but the application has only Service");
    assertThatThrownBy(() -> process("", "Service", Map.of()))
        .as("all in one process")
        .hasMessage(
            "Deployment Ranking hosts stage \"Ranking\", but the application has only Service");
  }

  private ApplicationHost process(
      String hosted, String stage, Map<String, List<String>> endpoints) {
    TestStage made =
        TestStage.named(stage)
            .method("rank", 1, VALUE, VIRTUAL_THREAD, given -> given[0] + " by " + stage);
    StageBinding binding =
        new StageBinding(
            made.descriptor(),
            made.invoker(),
            (deployment, id) -> new StageBinding.Instance("stage", () -> {}),
            StageBinding.Hooks.NONE);
    return new ApplicationHost(
        ApplicationSettings.local("shop", DEPLOYMENTS)
            .hosting(
                hosted,
                hosted + "-1",
                endpoints,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
        Map.of(stage, binding),
        List.of(new SmileCodec(CodecLimits.DEFAULT)),
        new SystemTime(loops),
        loops,
        deployment -> ReplicaObserver.NONE);
  }
}
