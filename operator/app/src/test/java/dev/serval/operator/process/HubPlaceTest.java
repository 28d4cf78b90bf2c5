package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.operator.hub.HubAddress;
import dev.serval.operator.hub.HubSettings;
import dev.serval.operator.hub.identity.ServiceAccountId;
import dev.serval.operator.relay.RelaySettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HubPlaceTest {

  private static final String ADDRESS = "198.18.0.1:9443";

  @Test
  void inTheClusterItIsItsService() {
    HubSettings place = place(config(), true).orElseThrow();

    assertThat(place.address())
        .isEqualTo(new HubAddress("serval-hub.serval-system.svc.corp.example", 9443));
    assertThat(place.otherNames()).containsExactly("serval-hub.serval-system.svc");
    assertThat(place.namespace()).isEqualTo("serval-system");
    assertThat(place.watched()).containsExactly("shop");
  }

  @Test
  void outsideItIsTheAddressThatIsSet() {
    assertThat(place(config(), false)).isEmpty();
    assertThat(place(config("hub.address", ADDRESS), false).orElseThrow().address())
        .isEqualTo(new HubAddress("198.18.0.1", 9443));
  }

  @Test
  void whoDoesNotWantItHasNone() {
    assertThat(place(config("hub.enabled", "false", "hub.address", ADDRESS), true)).isEmpty();
  }

  @Test
  void aBadAddressNamesItsSetting() {
    assertThatThrownBy(() -> place(config("hub.address", "nowhere"), true))
        .hasMessageContaining("serval.operator.hub.address: 'nowhere' is no HOST:PORT");
  }

  @Test
  void whoHasATokenTakesPartInTheRelay() {
    OperatorConfig alone = config();
    HubSettings hub = place(alone, true).orElseThrow();
    Path token = Path.of("token");

    assertThat(RelayPlace.of(alone, hub, "one")).isEmpty();
    assertThat(RelayPlace.of(config("hub.token-file", token.toString()), hub, "one"))
        .contains(
            new RelaySettings(
                "one", new ServiceAccountId("serval-system", "serval-operator"), token));
  }

  /** With the namespace, domain and account of these tests. */
  private static OperatorConfig config(String... more) {
    return OperatorSettings.of(
        Stream.concat(
                Stream.of(
                    "namespaces", "shop",
                    "cluster-domain", "corp.example",
                    "service-account", "serval-operator"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static Optional<HubSettings> place(OperatorConfig config, boolean inCluster) {
    return HubPlace.of(config, "serval-system", inCluster);
  }
}
