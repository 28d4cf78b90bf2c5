package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.operator.hub.HubAddress;
import dev.serval.operator.hub.HubSettings;
import dev.serval.operator.hub.identity.ServiceAccountId;
import dev.serval.operator.relay.RelaySettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HubPlaceTest {

  /** The settings of a process. */
  private record Config(boolean enabled, Optional<String> address, Optional<Path> tokenFile)
      implements OperatorConfig, OperatorConfig.HubConfig {

    Config(boolean enabled, Optional<String> address) {
      this(enabled, address, Optional.empty());
    }

    @Override
    public Optional<Set<String>> namespaces() {
      return Optional.of(Set.of("shop"));
    }

    @Override
    public String clusterDomain() {
      return "corp.example";
    }

    @Override
    public boolean leaderElection() {
      return true;
    }

    @Override
    public Optional<String> namespace() {
      return Optional.empty();
    }

    @Override
    public Optional<String> podName() {
      return Optional.empty();
    }

    @Override
    public Optional<String> serviceAccount() {
      return Optional.of("serval-operator");
    }

    @Override
    public HubConfig hub() {
      return this;
    }

    @Override
    public MetricsApiConfig metricsApi() {
      return new MetricsApiPlaceTest.Api(true, Optional.empty());
    }

    @Override
    public String host() {
      return "0.0.0.0";
    }

    @Override
    public int port() {
      return 9443;
    }

    @Override
    public String service() {
      return "serval-hub";
    }
  }

  @Test
  void inTheClusterItIsItsService() {
    HubSettings place = place(new Config(true, Optional.empty()), true).orElseThrow();

    assertThat(place.address())
        .isEqualTo(new HubAddress("serval-hub.serval-system.svc.corp.example", 9443));
    assertThat(place.otherNames()).containsExactly("serval-hub.serval-system.svc");
    assertThat(place.namespace()).isEqualTo("serval-system");
    assertThat(place.watched()).containsExactly("shop");
  }

  @Test
  void outsideItIsTheAddressThatIsSet() {
    assertThat(place(new Config(true, Optional.empty()), false)).isEmpty();
    assertThat(
            place(new Config(true, Optional.of("198.18.0.1:9443")), false).orElseThrow().address())
        .isEqualTo(new HubAddress("198.18.0.1", 9443));
  }

  @Test
  void whoDoesNotWantItHasNone() {
    assertThat(place(new Config(false, Optional.of("198.18.0.1:9443")), true)).isEmpty();
  }

  @Test
  void aBadAddressNamesItsSetting() {
    assertThatThrownBy(() -> place(new Config(true, Optional.of("nowhere")), true))
        .hasMessageContaining("serval.operator.hub.address: 'nowhere' is no HOST:PORT");
  }

  @Test
  void whoHasATokenTakesPartInTheRelay() {
    Config alone = new Config(true, Optional.empty());
    HubSettings hub = place(alone, true).orElseThrow();
    Path token = Path.of("token");

    assertThat(RelayPlace.of(alone, hub, "one")).isEmpty();
    assertThat(RelayPlace.of(new Config(true, Optional.empty(), Optional.of(token)), hub, "one"))
        .contains(
            new RelaySettings(
                "one", new ServiceAccountId("serval-system", "serval-operator"), token));
  }

  private static Optional<HubSettings> place(OperatorConfig config, boolean inCluster) {
    return HubPlace.of(config, "serval-system", inCluster);
  }
}
