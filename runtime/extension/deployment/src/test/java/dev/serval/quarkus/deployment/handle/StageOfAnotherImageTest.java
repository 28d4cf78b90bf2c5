package dev.serval.quarkus.deployment.handle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.Handle;
import dev.serval.api.Stage;
import dev.serval.core.app.ApplicationHost;
import dev.serval.core.app.ApplicationSettings;
import dev.serval.core.app.DeploymentSettings;
import dev.serval.core.app.StageBinding;
import dev.serval.core.codec.CodecLimits;
import dev.serval.core.codec.ForyCodec;
import dev.serval.core.codec.TypeTable;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.stage.ReplicaObserver;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.time.SystemTime;
import dev.serval.quarkus.runtime.ServalRuntime;
import io.netty.channel.EventLoopGroup;
import io.quarkus.netty.MainEventLoopGroup;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A deployment with an image of its own hosts a stage that this application has no code of. */
@Timeout(60)
class StageOfAnotherImageTest {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      new QuarkusUnitTest()
          .withApplicationRoot(root -> root.addClasses(StageOfAnotherImageTest.class))
          .overrideConfigKey("serval.application", "shop")
          .overrideConfigKey("serval.deployment", "Caller")
          .overrideConfigKey("serval.listen.port", "0")
          .overrideConfigKey("serval.deployments.\"Scorer\".image", "registry.example/scorer:1")
          .overrideConfigKey("serval.deployments.\"Scorer\".stage", "ScoringModel");

  record Text(String value) {}

  record Score(int value) {}

  interface Scorer {
    Score score(Text text);
  }

  @Stage
  public static class Caller {
    @Handle Scorer scores;

    public int call(String text) {
      return scores.score(new Text(text)).value();
    }
  }

  @Inject
  @Handle("Scorer")
  Scorer scorer;

  @Inject ServalRuntime runtime;

  @Inject @MainEventLoopGroup EventLoopGroup loops;

  @Test
  void isCalledThroughItsInterface() {
    try (ApplicationHost other = otherProcess()) {
      other.start();
      String address = "127.0.0.1:" + other.listening().getPort();
      runtime
          .host()
          .updateEndpoints("Scorer", List.of(new ReplicaEndpoint(address, address, "", "")));

      assertThat(scorer.score(new Text("seven"))).isEqualTo(new Score(5));
    }
  }

  /** As a process of the other image is, whose stage is called ScoringModel. */
  private ApplicationHost otherProcess() {
    StageMethod score =
        new StageMethod(
            0,
            "score",
            List.of(Text.class),
            Score.class,
            StageMethod.ResultShape.VALUE,
            StageMethod.Execution.VIRTUAL_THREAD,
            false,
            null,
            null);
    StageBinding stage =
        new StageBinding(
            new StageDescriptor("ScoringModel", "other.ScoringModel", List.of(score)),
            (index, instance, arguments) -> new Score(((Text) arguments[0]).value().length()),
            (deployment, id) -> new StageBinding.Instance("stage", () -> {}),
            StageBinding.Hooks.NONE);
    return new ApplicationHost(
        ApplicationSettings.local("shop", List.of(scoringDeployment()))
            .hosting(
                "Scorer",
                "scorer-1",
                Map.of(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
        Map.of("ScoringModel", stage),
        List.of(new ForyCodec(TypeTable.of(Text.class, Score.class), CodecLimits.DEFAULT)),
        new SystemTime(loops),
        loops,
        deployment -> ReplicaObserver.NONE);
  }

  private static DeploymentSettings scoringDeployment() {
    DeploymentSettings named = DeploymentSettings.of("Scorer");
    return new DeploymentSettings(
        named.name(),
        "ScoringModel",
        1,
        named.maxOngoingRequests(),
        named.maxQueuedRequests(),
        named.routing(),
        Map.of(),
        Map.of(),
        null);
  }
}
