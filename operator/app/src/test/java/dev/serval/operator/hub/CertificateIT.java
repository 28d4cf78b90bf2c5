package dev.serval.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.Labels;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.plan.HubAccess;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.grpc.Status;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hub's certificate in its Secret. */
class CertificateIT extends HubFixture {

  /** Whoever follows it makes it anew. */
  @BeforeEach
  void renewSecret() {
    HubAccess before = hub.access();
    secret().delete();
    ClusterUser.await("it is made anew").until(() -> !hub.access().equals(before));
  }

  @AfterEach
  void removeSecret() {
    secret().delete();
  }

  @Test
  void allHubsShowTheCertificateThatTheFirstMade() throws IOException, InterruptedException {
    apply("recsys", 3);
    RunningHub other = closing(startHub());

    TestReplica replica =
        closing(new TestReplica(hub.access(), other.hub().port())).connect(token());

    ClusterUser.await("told by the other").until(() -> !replica.received().isEmpty());
    assertThat(secret().get().getMetadata().getLabels())
        .containsEntry(Labels.MANAGED_BY, Labels.MANAGER);
  }

  @Test
  void noReplicaIsToldAKey() throws IOException {
    apply("recsys", 3);
    TestReplica replica = replica().connect(token());
    ClusterUser.await("told").until(() -> !replica.received().isEmpty());

    assertThat(topology().getData().get("hub-ca.crt")).isEqualTo(hub.access().authorities());
    assertThat(topology().getData().toString()).doesNotContain("PRIVATE KEY");
    assertThat(replica.received().toString()).doesNotContain("PRIVATE KEY");
  }

  @Test
  void theLeaderRenewsAndNobodyIsDisconnected() throws IOException, InterruptedException {
    apply("recsys", 3);
    hub.close();
    secret().delete();
    Clock then = Clock.offset(Clock.systemUTC(), Duration.ofDays(-70));
    RunningHub old = closing(new RunningHub(server, user.namespace(), HubLimits.defaults(), then));
    RunningHub present = closing(startHub());
    TestReplica connected = closing(old.replica()).connect(token());
    ClusterUser.await("told").until(() -> !connected.received().isEmpty());
    Map<String, String> before = secret().get().getData();

    present.hub().renewIfDue();
    assertThat(secret().get().getData()).isEqualTo(before);
    present.lead();
    present.hub().renewIfDue();

    assertThat(secret().get().getData().get("tls.crt")).isNotEqualTo(before.get("tls.crt"));
    assertThat(secret().get().getData().get("ca.crt")).isEqualTo(before.get("ca.crt"));
    Duration ofNew = Duration.ofDays(70 + 89);
    ClusterUser.await("the other hub shows the new one")
        .until(() -> old.metric("certificate.expiry.seconds") > ofNew.toSeconds());
    TestReplica again = closing(old.replica()).connect(token("recsys", "ItemRankingModel"));
    ClusterUser.await("told").until(() -> !again.received().isEmpty());
    assertThat(connected.end()).isNull();
  }

  @Test
  void newAuthoritiesReachThePodsFiles() throws IOException, InterruptedException {
    apply("recsys", 3);
    HubAccess before = hub.access();

    secret().delete();

    ClusterUser.await("new authorities").until(() -> !hub.access().equals(before));
    ClusterUser.await("in the ConfigMap")
        .until(() -> topology().getData().get("hub-ca.crt").equals(hub.access().authorities()));
    TestReplica replica = replica().connect(token());
    ClusterUser.await("told").until(() -> !replica.received().isEmpty());
    TestReplica ofBefore = closing(new TestReplica(before, hub.hub().port())).connect(token());
    ClusterUser.await("refuses").until(() -> ofBefore.end() != null);
    assertThat(ofBefore.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void aForeignSecretIsLeftAndTheHubSaysSo() throws IOException, InterruptedException {
    hub.close();
    secret().delete();
    Secret foreign =
        cluster
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withNamespace(ApiServer.OPERATOR_NAMESPACE)
                    .withName("serval-hub-tls")
                    .endMetadata()
                    .addToStringData("mine", "yes")
                    .build())
            .create();

    RunningHub refused = closing(startHub());

    assertThat(refused.hub().problem().orElseThrow())
        .contains("Secret serval-system/serval-hub-tls was not made by the operator");
    assertThat(refused.hub().access()).isEmpty();
    assertThat(secret().get()).isEqualTo(foreign);
    secret().delete();
    ClusterUser.await("it starts by itself").until(() -> refused.hub().problem().isEmpty());
  }

  private ConfigMap topology() {
    return cluster.configMaps().inNamespace(user.namespace()).withName("recsys-topology").get();
  }

  private Resource<Secret> secret() {
    return cluster.secrets().inNamespace(ApiServer.OPERATOR_NAMESPACE).withName("serval-hub-tls");
  }
}
