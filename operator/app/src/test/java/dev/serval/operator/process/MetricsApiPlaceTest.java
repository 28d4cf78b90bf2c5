package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.metricsapi.MetricsApiSettings;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsApiPlaceTest {

  @Test
  void inTheClusterItsServiceIsTheHubs() {
    MetricsApiSettings settings = place(config(), true).settings().orElseThrow();

    assertThat(settings.host()).isEqualTo("serval-hub.serval-system.svc");
    assertThat(settings.port()).isEqualTo(6443);
    assertThat(settings.servicePort()).isEqualTo(443);
    assertThat(settings.owner()).contains("serval-operator-metrics-api");
  }

  @Test
  void outsideItNeedsAService() {
    OperatorConfig without = config();
    OperatorConfig with = config("metrics-api.service", "mine");

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
    OperatorConfig some = config("namespaces", "shop");

    assertThat(place(some, true).settings()).isEmpty();
    assertThat(place(some, true).whyNot()).contains("serval.operator.namespaces");
  }

  @Test
  void itNeedsTheHubAndToBeWanted() {
    OperatorConfig noHub = OperatorSettings.of("hub.enabled", "false");
    OperatorConfig unwanted = config("metrics-api.enabled", "false");

    assertThat(place(noHub, true).whyNot()).contains("serval.operator.hub");
    assertThat(place(unwanted, true).whyNot()).contains("serval.operator.metrics-api.enabled");
  }

  /** Of an operator whose hub has an address, wherever it runs. */
  private static OperatorConfig config(String... more) {
    return OperatorSettings.of(
        Stream.concat(
                Stream.of(
                    "hub.address", "198.18.0.1:9443",
                    "metrics-api.owner", "serval-operator-metrics-api"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static MetricsApiPlace place(OperatorConfig config, boolean inCluster) {
    return MetricsApiPlace.of(config, "serval-system", inCluster);
  }
}
