package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that are refused, with the key, the value and what is allowed. */
class RefusedSettingsTest extends SettingsFixture {

  @Test
  void aHubNeedsItsFiles() {
    assertThatThrownBy(
            () -> read("serval.hub.address", "hub:9443", "serval.hub.token-file", "/token"))
        .hasMessage("serval.hub.ca-file must be set together with serval.hub.address");
    assertThatThrownBy(() -> read("serval.hub.address", "hub:9443", "serval.hub.ca-file", "/ca"))
        .hasMessage("serval.hub.token-file must be set together with serval.hub.address");
    assertThat(reader("serval.hub.ca-file", "/ca", "serval.hub.token-file", "/token").hub())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serval.application|two words|must be 1 to 63 letters, digits, dots, underscores and hyphens, but is "two words"
          serval.deployment|Bakc|must be a deployment of the application, one of Back, Front, but is "Bakc"
          serval.listen.port|70000|must be 0 to 65535, but is 70000
          serval.max-body-size|100|must be 1024 to 1073741824, but is 100
          serval.max-body-size|2G|must be 1024 to 1073741824, but is 2147483648
          serval.busy-poll-micros|1001|must be 0 to 1000, but is 1001
          serval.busy-poll-micros|-1|must be 0 to 1000, but is -1
          serval.discovery.static."Bakc"|a:1|must be a deployment of the application, one of Back, Front, but is "Bakc"
          serval.discovery.static."Back"|localhost|must be host:port with a port from 1 to 65535, each, but is "localhost"
          serval.discovery.static."Back"|localhost:0|must be host:port with a port from 1 to 65535, each, but is "localhost:0"
          serval.discovery.static."Back"|localhost:+80|must be host:port with a port from 1 to 65535, each, but is "localhost:+80"
          serval.discovery.static."Back"|:80|must be host:port with a port from 1 to 65535, each, but is ":80"
          serval.discovery.dns."Bakc"|a:1|must be a deployment of the application, one of Back, Front, but is "Bakc"
          serval.discovery.dns."Back"|back.shop|must be host:port with a port from 1 to 65535, each, but is "back.shop"
          serval.hub.address|hub|must be host:port with a port from 1 to 65535, each, but is "hub"
          serval.discovery.dns-period|10ms|must be 100ms to 1h, but is 10ms
          serval.ingress.route-prefix|recsys|must be /, or a path such as /recsys of letters, digits and ._~- that does not end with a slash, but is "recsys"
          serval.ingress.route-prefix|/recsys/|must be /, or a path such as /recsys of letters, digits and ._~- that does not end with a slash, but is "/recsys/"
          serval.ingress.route-prefix|/q/x|must not be under /q or /-, which every process answers itself, but is "/q/x"
          serval.ingress.route-prefix|/a/../q|must not have . or .. between slashes, which clients leave out, but is "/a/../q"
          serval.ingress.request-timeout|25h|must be 0s to 24h, but is 25h
          serval.ingress.max-connections|0|must be 1 to 1000000, but is 0
          serval.ingress.idle-timeout|10ms|must be 1s to 1h, but is 10ms
          serval.deployments."Back".stage|Bakc|must be a stage of the application, one of Back, Front, but is "Bakc"
          serval.deployments."Back".replicas|0|must be 1 to 1000, but is 0
          serval.deployments."Back".replicas|1001|must be 1 to 1000, but is 1001
          serval.deployments."Back".max-ongoing-requests|0|must be 1 to 65535, but is 0
          serval.deployments."Back".max-ongoing-requests|65536|must be 1 to 65535, but is 65536
          serval.deployments."Back".max-queued-requests|0|must be at least 1, or -1 for any number, but is 0
          serval.deployments."Back".handles."x"|Bakc|must be a deployment of the application, one of Back, Front, but is "Bakc"
          serval.deployments."Back".batching."rank".max-size|0|must be 1 to 65536, but is 0
          serval.deployments."Back".batching."rank".max-wait|61s|must be 0s to 60s, but is 61s
          serval.deployments."Back".batching."rank".max-concurrent|2000|must be 1 to 1024, but is 2000
          serval.deployments."Back".resources.requests.cpu|two|must be a number of CPUs such as 2 or 500m, but is "two"
          serval.deployments."Back".resources.limits.memory|1GB|must be a quantity such as 2 or 1Gi, but is "1GB"
          serval.deployments."Back".graceful-shutdown.timeout|2h|must be 0s to 1h, but is 2h
          serval.deployments."Back".health-check.period|1ms|must be 10ms to 1h, but is 1ms
          serval.deployments."Back".health-check.timeout|2h|must be 10ms to 1h, but is 2h
          serval.deployments."Back".health-check.failure-threshold|0|must be 1 to 100, but is 0
          serval.deployments."Back".autoscaling.min-replicas|-1|must be 0 to 1000, but is -1
          serval.deployments."Back".autoscaling.max-replicas|0|must be 1 to 1000, but is 0
          serval.deployments."Back".autoscaling.initial-replicas|2|must be 1 to 1, but is 2
          serval.deployments."Back".autoscaling.target-ongoing-requests|0|must be above 0 and at most 65535, but is 0.0
          serval.deployments."Back".autoscaling.upscaling-factor|NaN|must be above 0 and at most 100, but is NaN
          serval.deployments."Back".autoscaling.downscaling-factor|101|must be above 0 and at most 100, but is 101.0
          serval.deployments."Back".autoscaling.upscale-delay|25h|must be 0s to 24h, but is 25h
          serval.deployments."Back".autoscaling.downscale-delay|25h|must be 0s to 24h, but is 25h
          serval.deployments."Back".autoscaling.downscale-to-zero-delay|25h|must be 0s to 24h, but is 25h
          serval.deployments."Back".autoscaling.look-back-period|10ms|must be 1s to 1h, but is 10ms
          """)
  void refusesWhatIsOutOfBounds(String key, String value, String message) {
    assertThatThrownBy(() -> read(key, value)).hasMessage(key + ' ' + message);
  }

  @Test
  void refusesTwoDeploymentsOfTheIngress() {
    assertThatThrownBy(
            () -> read("serval.deployments.\"Front\".replicas", "1", BACK + "stage", "Front"))
        .hasMessage(
            "serval.deployments.\"Front\".stage must not be the ingress stage again, which"
                + " deployment Back hosts, but is \"Front\"");
  }

  @Test
  void refusesFewerReplicasAtMostThanAtLeast() {
    assertThatThrownBy(
            () ->
                read(
                    BACK + "autoscaling.min-replicas", "3",
                    BACK + "autoscaling.max-replicas", "2"))
        .hasMessage(BACK + "autoscaling.max-replicas must be 3 to 1000, but is 2");
  }

  @Test
  void refusesReplicasTogetherWithAutoscaling() {
    assertThatThrownBy(() -> read(BACK + "replicas", "2", BACK + "autoscaling.max-replicas", "3"))
        .hasMessage(
            BACK
                + "replicas cannot be set together with "
                + BACK
                + "autoscaling: one of them decides");
  }

  @Test
  void refusesBatchingOfAMethodThatIsNotBatched() {
    assertThatThrownBy(() -> read(BACK + "batching.\"sort\".max-size", "2"))
        .hasMessage(
            BACK
                + "batching.\"sort\" must be a @Batch method of stage Back, one of rank, but is"
                + " \"sort\"");
  }

  @Test
  void batchingThatIsWrongKeepsNoOtherDeploymentFromStarting() {
    String wrong = BACK + "batching.\"sort\".max-size";

    assertThat(read("serval.deployment", "Front", wrong, "2").hosted()).isEqualTo("Front");
    assertThatThrownBy(() -> read("serval.deployment", "Back", wrong, "2"))
        .hasMessageContaining("must be a @Batch method");
  }

  @Test
  void refusesADeploymentThatHostsNoStage() {
    assertThatThrownBy(() -> read("serval.deployments.\"Bakc\".replicas", "2"))
        .hasMessage(
            "serval.deployments.\"Bakc\" must be a stage of the application, one of Back, Front, or"
                + " say which one it hosts with serval.deployments.\"Bakc\".stage, but is"
                + " \"Bakc\"");
  }

  @Test
  void refusesANameThatCannotBeOne() {
    assertThatThrownBy(() -> read("serval.deployments.\"2nd\".stage", "Back"))
        .hasMessage(
            "serval.deployments.\"2nd\" must be 1 to 63 letters, digits and hyphens, starting with"
                + " a letter and not ending with a hyphen, but is \"2nd\"");
  }

  @Test
  void refusesAUserConfigThatContradictsItself() {
    assertThatThrownBy(() -> read(BACK + "user-config.a", "1", BACK + "user-config.a.b", "2"))
        .hasMessage(
            BACK
                + "user-config.a must be one of a value, an object and a list, but is set as"
                + " several of them");
  }

  @Test
  void refusesMistypedKeysAndSaysWhatThereIs() {
    assertThatThrownBy(() -> read(BACK + "replica", "2"))
        .hasMessage(
            BACK
                + "replica is not a setting; serval.deployments.\"Back\" has "
                + "autoscaling, batching, graceful-shutdown, handles, health-check, image,"
                + " max-ongoing-requests, max-queued-requests, replicas, resources, routing, stage,"
                + " user-config");
    assertThatThrownBy(() -> read("serval.ingres.route-prefix", "/x"))
        .hasMessageStartingWith("serval.ingres.route-prefix is not a setting; serval has ");
    assertThatThrownBy(() -> read("serval.zone.name", "x"))
        .hasMessage("serval.zone.name is not a setting; serval.zone is one, with nothing below it");
    assertThatThrownBy(() -> read(BACK + "routing", "RoundRobin"))
        .hasMessage(BACK + "routing is not a setting by itself; below it are policy");
    assertThatThrownBy(() -> read(BACK + "batching.rank.maxSize", "3"))
        .hasMessage(
            BACK
                + "batching.rank.maxSize is not a setting;"
                + " serval.deployments.\"Back\".batching.rank has max-concurrent, max-size,"
                + " max-wait");
  }

  @ParameterizedTest
  @CsvSource({"replicas, many", "routing.policy, Fastest", "health-check.period, soon"})
  void refusesWhatIsOfAnotherType(String field, String value) {
    assertThatThrownBy(() -> read(BACK + field, value))
        .hasMessageContaining(field)
        .hasMessageContaining(value);
  }
}
