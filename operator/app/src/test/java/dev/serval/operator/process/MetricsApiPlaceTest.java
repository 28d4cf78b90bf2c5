package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.metricsapi.MetricsApiSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricsApiPlaceTest {

  private static final Optional<String> NO_SERVICE = Optional.empty();

  /** The settings of the metrics API. */
  record Api(boolean enabled, Optional<String> service) implements OperatorConfig.MetricsApiConfig {

    @Override
    public String host() {
      return "0.0.0.0";
    }

    @Override
    public int port() {
      return 6443;
    }

    @Override
    public int servicePort() {
      return 443;
    }

    @Override
    public Optional<String> owner() {
      return Optional.of("serval-operator-metrics-api");
    }
  }

  /** The settings of the hub. */
  private record Hub(boolean enabled, Optional<String> address)
      implements OperatorConfig.HubConfig {

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

    @Override
    public Optional<Path> tokenFile() {
      return Optional.empty();
    }
  }

  /** The settings of a process. */
  private record Config(Set<String> watched, Hub hub, Api metricsApi) implements OperatorConfig {

    @Override
    public Optional<Set<String>> namespaces() {
      return watched.isEmpty() ? Optional.empty() : Optional.of(watched);
    }

    @Override
    public String clusterDomain() {
      return "cluster.local";
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
      return Optional.empty();
    }
  }

  private static final Hub HUB = new Hub(true, Optional.of("198.18.0.1:9443"));

  @Test
  void inTheClusterItsServiceIsTheHubs() {
    MetricsApiSettings settings =
        place(new Config(Set.of(), HUB, new Api(true, NO_SERVICE)), true).settings().orElseThrow();

    assertThat(settings.host()).isEqualTo("serval-hub.serval-system.svc");
    assertThat(settings.port()).isEqualTo(6443);
    assertThat(settings.servicePort()).isEqualTo(443);
    assertThat(settings.owner()).contains("serval-operator-metrics-api");
  }

  @Test
  void outsideItNeedsAService() {
    Config without = new Config(Set.of(), HUB, new Api(true, NO_SERVICE));
    Config with = new Config(Set.of(), HUB, new Api(true, Optional.of("mine")));

    assertThat(place(without, false).whyNot())
        .contains("outside the cluster", "serval.operator.metrics-api.service");
    assertThat(place(with, false).settings().orElseThrow().host())
        .isEqualTo("mine.serval-system.svc");
    assertThat(HubPlace.of(with, "serval-system", false).orElseThrow().otherNames())
        .containsExactly("mine.serval-system.svc");
    assertThat(HubPlace.of(without, "serval-system", false).orElseThrow().otherNames()).isEmpty();
  }

  @Test
  void itIsForAllOfTheCluster() {
    Config some = new Config(Set.of("shop"), HUB, new Api(true, NO_SERVICE));

    assertThat(place(some, true).settings()).isEmpty();
    assertThat(place(some, true).whyNot()).contains("serval.operator.namespaces");
  }

  @Test
  void itNeedsTheHubAndToBeWanted() {
    Config noHub =
        new Config(Set.of(), new Hub(false, Optional.empty()), new Api(true, NO_SERVICE));
    Config unwanted = new Config(Set.of(), HUB, new Api(false, NO_SERVICE));

    assertThat(place(noHub, true).whyNot()).contains("serval.operator.hub");
    assertThat(place(unwanted, true).whyNot()).contains("serval.operator.metrics-api.enabled");
  }

  private static MetricsApiPlace place(OperatorConfig config, boolean inCluster) {
    return MetricsApiPlace.of(config, "serval-system", inCluster);
  }
}
