package dev.serval.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.crds.v1alpha1.call.RoutingPolicy;
import dev.serval.crds.v1alpha1.scaling.ScalingMode;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.traffic.LatencyQuantile;
import dev.serval.crds.v1alpha1.traffic.RolloutStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ServeApplicationYamlTest {

  @Test
  void readsEveryField() throws IOException {
    ServeApplication application =
        ServeApplicationYaml.read(
            Files.readString(Path.of("src/test/resources/valid-everything.yaml")));

    StageDeployment ranker = application.getSpec().deployments().getFirst();
    assertThat(ranker.autoscaling().mode()).isEqualTo(ScalingMode.NATIVE);
    assertThat(ranker.autoscaling().upscaleDelay().toDuration()).hasSeconds(30);
    assertThat(ranker.routing().policy()).isEqualTo(RoutingPolicy.CONSISTENT_HASH);
    assertThat(ranker.rollout().strategy()).isEqualTo(RolloutStrategy.CANARY);
    assertThat(ranker.rollout().canary().analysis().latencyQuantile())
        .isEqualTo(LatencyQuantile.P95);
    assertThat(ranker.resources().limits().get("nvidia.com/gpu").getNumericalAmount())
        .isEqualByComparingTo("1");
    assertThat(ranker.userConfig().at("/weights/engagement").doubleValue()).isEqualTo(0.6);
    assertThat(application.getStatus().conditions().getFirst().status())
        .isEqualTo(ConditionStatus.TRUE);
  }

  @Test
  void isWrittenAndReadWithoutLoss() throws IOException {
    ServeApplication application =
        ServeApplicationYaml.read(
            Files.readString(Path.of("src/test/resources/valid-everything.yaml")));

    assertThat(ServeApplicationYaml.read(ServeApplicationYaml.write(application)))
        .isEqualTo(application)
        .hasSameHashCodeAs(application);
  }

  @Test
  void namesAnUnknownField() {
    assertThatThrownBy(() -> read("deployments: [{name: Ranker, replica: 2}]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spec.deployments[0].replica is not a field; there are")
        .hasMessageContaining("replicas");
  }

  @Test
  void namesTheFieldOfABadDuration() {
    assertThatThrownBy(() -> read("ingress: {deployment: Front, requestTimeout: 5 minutes}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spec.ingress.requestTimeout")
        .hasMessageContaining("\"5 minutes\" is not a duration");
  }

  @Test
  void refusesWhatIsNoYaml() {
    assertThatThrownBy(() -> ServeApplicationYaml.read("spec: ["))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ServeApplication read(String spec) {
    return ServeApplicationYaml.read(
        "apiVersion: serving.serval.dev/v1alpha1\nkind: ServeApplication\n"
            + "metadata: {name: shop}\nspec: {"
            + spec
            + "}\n");
  }
}
