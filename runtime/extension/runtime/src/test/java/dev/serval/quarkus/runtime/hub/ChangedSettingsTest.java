package dev.serval.quarkus.runtime.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.core.app.DeploymentSettings;
import dev.serval.core.app.StageBinding;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.hub.client.HubOptions;
import dev.serval.quarkus.runtime.StageCatalog;
import dev.serval.quarkus.runtime.config.ServalConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Settings from the hub take the place of the file of settings, and of nothing else. */
class ChangedSettingsTest {

  private static final String FRONT = "serval.deployments.\"Front\".";
  private static final String BACK = "serval.deployments.\"Back\".";
  private static final String NEW = "serval.deployments.\"New\".";
  private static final StageCatalog CATALOG =
      new StageCatalog(Map.of("Front", stage("Front"), "Back", stage("Back")), "Front", Set.of());

  private final Map<String, String> image = new HashMap<>();
  private final Map<String, String> file =
      new HashMap<>(Map.of("config_ordinal", "275", BACK + "max-ongoing-requests", "5"));
  private final Map<String, String> environment =
      new HashMap<>(Map.of("serval.deployment", "Back", "SERVAL_POD_NAME", "back-1"));

  private static StageBinding stage(String name) {
    return new StageBinding(
        new StageDescriptor(name, "com.shop." + name, List.of()),
        (index, instance, arguments) -> null,
        (deployment, replica) -> null,
        StageBinding.Hooks.NONE);
  }

  private ChangedSettings read(String... settings) {
    Map<String, String> values = new HashMap<>(Map.of("config_ordinal", "275"));
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    SmallRyeConfig process =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(ServalConfig.class)
            .withValidateUnknown(false)
            .withProfile("prod")
            .withSources(
                new PropertiesConfigSource(image, "image", 250),
                new PropertiesConfigSource(file, "file", 100),
                new PropertiesConfigSource(environment, "environment", 300))
            .build();
    return ChangedSettings.read(values, process, CATALOG, Set.of("Front", "Back"));
  }

  private static DeploymentSettings named(ChangedSettings changed, String name) {
    return changed.deployments().stream()
        .filter(deployment -> deployment.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theyTakeThePlaceOfTheFile() {
    ChangedSettings changed =
        read(
            BACK + "max-ongoing-requests",
            "7",
            BACK + "user-config.weights.recency",
            "0.5",
            "serval.ingress.request-timeout",
            "10s",
            "serval.replica",
            "${SERVAL_POD_NAME}");

    assertThat(named(changed, "Back").maxOngoingRequests()).isEqualTo(7);
    assertThat(named(changed, "Back").userConfig())
        .isEqualTo(Map.of("weights", Map.of("recency", "0.5")));
    assertThat(changed.ingress().requestTimeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whatTheFileHadAndTheyHaveNotIsGone() {
    assertThat(named(read(BACK + "stage", "Back"), "Back").maxOngoingRequests()).isEqualTo(100);
  }

  @Test
  void whatIsStrongerThanTheFileIsStrongerThanThem() {
    environment.put(BACK + "max-ongoing-requests", "3");

    assertThat(named(read(BACK + "max-ongoing-requests", "7"), "Back").maxOngoingRequests())
        .isEqualTo(3);
  }

  @Test
  void whatIsBuiltInIsWeakerAndItsProfileCounts() {
    image.put("%prod." + BACK + "max-queued-requests", "9");
    image.put(BACK + "max-ongoing-requests", "9");

    DeploymentSettings back = named(read(BACK + "max-ongoing-requests", "7"), "Back");

    assertThat(back.maxQueuedRequests()).isEqualTo(9);
    assertThat(back.maxOngoingRequests()).isEqualTo(7);
  }

  @Test
  void deploymentsThatThisProcessDoesNotKnowAreForOthers() {
    ChangedSettings changed =
        read(
            NEW + "stage",
            "StageOfAnotherImage",
            "serval.discovery.dns.\"New\"",
            "new.shop.svc:9400",
            FRONT + "handles.\"x\"",
            "New",
            BACK + "max-ongoing-requests",
            "7");

    assertThat(changed.deployments())
        .extracting(DeploymentSettings::name)
        .containsExactlyInAnyOrder("Front", "Back");
  }

  @Test
  void deploymentsThatAreNotAmongThemAreNotChanged() {
    assertThat(read(BACK + "max-ongoing-requests", "7").deployments())
        .extracting(DeploymentSettings::name)
        .containsExactly("Back");
  }

  @Test
  void aWrongValueIsRefusedAsAtStart() {
    assertThatThrownBy(() -> read(BACK + "max-ongoing-requests", "0"))
        .hasMessage(
            "serval.deployments.\"Back\".max-ongoing-requests must be 1 to 65535, but is 0");
    assertThatThrownBy(() -> read(BACK + "max-ongoing-reqeusts", "1"))
        .hasMessageContaining("max-ongoing-reqeusts is not a setting");
    assertThatThrownBy(() -> read(BACK + "max-ongoing-requests", "many"))
        .hasMessageContaining("max-ongoing-requests");
  }

  @Test
  void theySayWhereTheHubIsNow() {
    ChangedSettings changed =
        read(
            "serval.hub.address",
            "serval-hub.serval-system.svc:9443",
            "serval.hub.ca-file",
            "/etc/serval/hub-ca.crt",
            "serval.hub.token-file",
            "/var/run/token",
            BACK + "stage",
            "Back");

    assertThat(changed.hub())
        .contains(
            new HubOptions(
                "serval-hub.serval-system.svc:9443",
                Path.of("/etc/serval/hub-ca.crt"),
                Path.of("/var/run/token")));
    assertThat(changed.deployments())
        .as("a stage alone makes no deployment where there is a hub")
        .extracting(DeploymentSettings::name)
        .containsExactly("Back");
    assertThat(read().hub()).isEmpty();
  }
}
