package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.core.app.ApplicationSettings;
import dev.serval.core.app.DeploymentSettings;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.route.RouterOptions;
import dev.serval.quarkus.runtime.config.HealthSettings;
import dev.serval.quarkus.runtime.config.IngressSettings;
import dev.serval.quarkus.runtime.config.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What settings become, and which are refused with which message. */
class SettingsReaderTest extends SettingsFixture {

  @Test
  void withoutSettingsEachStageHasADeployment() {
    ApplicationSettings settings = read();

    assertThat(settings.name()).isEqualTo("application");
    assertThat(settings.local()).isTrue();
    assertThat(settings.deployments())
        .containsExactlyInAnyOrder(DeploymentSettings.of("Front"), DeploymentSettings.of("Back"));
    assertThat(settings.listen().getPort()).isEqualTo(9400);
    assertThat(settings.maxBodyBytes()).isEqualTo(64 << 20);
    assertThat(settings.busyPoll()).isZero();
    assertThat(settings.localCodec()).isFalse();
    assertThat(settings.sendStackTraces()).isFalse();
    assertThat(settings.replicaId()).endsWith("-" + ProcessHandle.current().pid());
    assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(SettingsReader.ingressDeployment(CATALOG, settings)).isEqualTo("Front");
    assertThat(reader().ingress())
        .isEqualTo(new IngressSettings("/", Duration.ofSeconds(30), false));
    assertThat(reader().health("Back")).isEqualTo(HealthSettings.DEFAULTS);
  }

  @Test
  void eventLoopsCanBeKeptAwake() {
    assertThat(read("serval.busy-poll-micros", "100").busyPoll())
        .isEqualTo(Duration.ofNanos(100_000));
  }

  @Test
  void everythingOfADeploymentCanBeSet() {
    DeploymentSettings back =
        back(
            BACK + "replicas", "3",
            BACK + "max-ongoing-requests", "7",
            BACK + "max-queued-requests", "9",
            BACK + "routing.policy", "PowerOfTwoChoices",
            BACK + "batching.\"rank\".max-size", "32",
            BACK + "batching.\"rank\".max-concurrent", "2",
            BACK + "handles.\"other\"", "Front",
            BACK + "resources.requests.cpu", "500m",
            BACK + "resources.limits.\"nvidia.com/gpu\"", "1",
            BACK + "user-config.weights.engagement", "0.6",
            BACK + "user-config.names[0]", "a",
            BACK + "user-config.names[1]", "b");

    assertThat(back.replicas()).isEqualTo(3);
    assertThat(back.maxOngoingRequests()).isEqualTo(7);
    assertThat(back.maxQueuedRequests()).isEqualTo(9);
    assertThat(back.routing()).isEqualTo(RouterOptions.Policy.POWER_OF_TWO_CHOICES);
    assertThat(back.batching())
        .containsExactly(Map.entry("rank", new BatchOptions(32, Duration.ofMillis(10), 2)));
    assertThat(back.handles()).containsExactly(Map.entry("other", "Front"));
    assertThat(back.userConfig())
        .isEqualTo(Map.of("weights", Map.of("engagement", "0.6"), "names", List.of("a", "b")));
  }

  @Test
  void aDeploymentMayHostAStageUnderAnotherName() {
    ApplicationSettings settings = read("serval.deployments.Ranker.stage", "Back");

    assertThat(settings.deployments().stream().map(DeploymentSettings::name))
        .containsExactlyInAnyOrder("Front", "Ranker");
  }

  @Test
  void oneProcessMayHostOneDeployment() {
    ApplicationSettings settings =
        read(
            "serval.deployment", "Front",
            "serval.replica", "front-1",
            "serval.discovery.static.\"Back\"", "localhost:9401,[::1]:9402",
            "serval.listen.port", "0",
            "serval.deployments.Front.graceful-shutdown.timeout", "3s",
            "serval.deployments.Front.resources.requests.cpu", "1");

    assertThat(settings.hosted()).isEqualTo("Front");
    assertThat(settings.replicaId()).isEqualTo("front-1");
    assertThat(settings.endpoints())
        .containsExactly(Map.entry("Back", List.of("localhost:9401", "[::1]:9402")));
    assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.cpus()).isEqualTo(1);
  }

  @Test
  void anotherProcessMayHostAStageThatThisImageLacks() {
    String other = "serval.deployments.\"Other\".";

    ApplicationSettings settings =
        read(
            "serval.deployment",
            "Front",
            other + "stage",
            "Foreign",
            other + "batching.\"guess\".max-size",
            "2",
            "serval.deployments.\"Bare\".image",
            "registry.example/bare:1",
            "serval.discovery.static.\"Other\"",
            "localhost:9401");

    assertThat(settings.deployments().stream().map(d -> d.name() + " of " + d.stage()))
        .containsExactlyInAnyOrder(
            "Front of Front", "Back of Back", "Other of Foreign", "Bare of Bare");
  }

  @Test
  void whatThisProcessHostsIsInItsImage() {
    String other = "serval.deployments.\"Other\".";

    assertThatThrownBy(() -> read("serval.deployment", "Other", other + "stage", "Foreign"))
        .hasMessage(
            other
                + "stage must be a stage of the application, one of Back, Front, but is"
                + " \"Foreign\"");
    assertThatThrownBy(() -> read(other + "stage", "Foreign"))
        .as("local mode")
        .hasMessage(
            other
                + "stage must be a stage of the application, one of Back, Front, but is"
                + " \"Foreign\"");
    assertThatThrownBy(() -> read(other + "image", "registry.example/other:1"))
        .as("local mode")
        .hasMessage(
            other
                + "image says that another image holds stage \"Other\", which a process of this"
                + " one cannot host: it has one of Back, Front. Name the deployment to host with"
                + " serval.deployment, but is \"registry.example/other:1\"");
    assertThatThrownBy(
            () -> read("serval.deployment", "Front", "serval.deployments.\"Bakc\".replicas", "2"))
        .as("a mistyped name is found wherever no stage and no image is set")
        .hasMessageStartingWith("serval.deployments.\"Bakc\" must be a stage of the application");
  }

  @Test
  void localModeHostsInitialReplicasOrTheFewestAndAtLeastOne() {
    String scaling = BACK + "autoscaling.";

    assertThat(back(scaling + "max-replicas", "5").replicas()).isEqualTo(1);
    assertThat(back(scaling + "min-replicas", "0", scaling + "max-replicas", "5").replicas())
        .isEqualTo(1);
    assertThat(back(scaling + "min-replicas", "2", scaling + "max-replicas", "5").replicas())
        .isEqualTo(2);
    assertThat(back(scaling + "initial-replicas", "4", scaling + "max-replicas", "5").replicas())
        .isEqualTo(4);
  }

  @Test
  void longestShutdownTimeoutHoldsInLocalMode() {
    assertThat(read(BACK + "graceful-shutdown.timeout", "1m").shutdownTimeout())
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(read(BACK + "graceful-shutdown.timeout", "1s").shutdownTimeout())
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void settingsMayReferToWhatAPodsEnvironmentSaysOfThePod() {
    assertThatCode(
            () ->
                read(
                    "serval.pod.name", "back-1",
                    "serval.pod.ip", "198.18.0.1",
                    "serval.node.name", "node1"))
        .doesNotThrowAnyException();
  }

  @Test
  void leavesTheSettingsOfOthersAlone() {
    assertThat(read("serval.testkit.speed", "2", "other.serval.x", "1").deployments()).hasSize(2);
  }

  @Test
  void allPoliciesHaveTheNamesOfTheResource() {
    Set<RouterOptions.Policy> policies =
        List.of("LeastLoaded", "PowerOfTwoChoices", "RoundRobin", "ConsistentHash").stream()
            .map(name -> back(BACK + "routing.policy", name).routing())
            .collect(Collectors.toSet());

    assertThat(policies).containsExactlyInAnyOrder(RouterOptions.Policy.values());
  }
}
