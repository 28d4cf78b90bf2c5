package dev.serval.operator.plan.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeavingDeploymentsTest {

  @Test
  void theirSettingsAreThoseOfTheConfigMap() {
    String text =
        new Settings()
            .set("serval.ingress.route-prefix", "/")
            .set(SettingKey.ofDeployment("Ranker", "stage"), "Ranker")
            .set(SettingKey.ofDeployment("Ranker", "user-config.note"), "a: b = ${c}")
            .set(SettingKey.ofDiscovery("Ranker"), "shop-ranker.shop.svc:9400")
            .set(SettingKey.ofDeployment("Rank", "stage"), "Rank")
            .set(SettingKey.ofDiscovery("Rank"), "shop-rank.shop.svc:9400")
            .text();

    Map<String, String> kept =
        LeavingDeployments.settings(
            List.of("Ranker"), Optional.empty(), Map.of(TopologyConfig.FILE, text));

    assertThat(kept)
        .containsOnlyKeys(
            "serval.deployments.\"Ranker\".stage",
            "serval.deployments.\"Ranker\".user-config.note",
            "serval.discovery.dns.\"Ranker\"");
    Settings again = new Settings();
    kept.forEach(again::setExpression);
    assertThat(again.text().lines())
        .as("they are written as they were")
        .isSubsetOf(text.lines().toList());
  }

  @Test
  void theDeploymentThatAnsweredHttpHasNone() {
    String text =
        new Settings()
            .set(SettingKey.ofDeployment("Front", "stage"), "FrontStage")
            .set(SettingKey.ofDeployment("Ranker", "stage"), "Ranker")
            .text();

    assertThat(
            LeavingDeployments.settings(
                List.of("Front", "Ranker"),
                Optional.of("FrontStage"),
                Map.of(TopologyConfig.FILE, text)))
        .containsOnlyKeys("serval.deployments.\"Ranker\".stage");
  }

  @Test
  void whatCannotBeReadHasNone() {
    assertThat(LeavingDeployments.settings(List.of("Ranker"), Optional.empty(), Map.of()))
        .isEmpty();
    assertThat(
            LeavingDeployments.settings(
                List.of("Ranker"),
                Optional.empty(),
                Map.of(TopologyConfig.FILE, "serval.deployments=\\u00zz")))
        .isEmpty();
  }
}
