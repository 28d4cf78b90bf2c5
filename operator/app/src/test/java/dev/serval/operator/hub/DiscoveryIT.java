package dev.serval.operator.hub;

import static dev.serval.operator.cluster.FakeEndpoints.ready;
import static dev.serval.operator.cluster.FakeEndpoints.terminating;
import static dev.serval.operator.cluster.FakeEndpoints.unready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.hub.v1.Endpoint;
import dev.serval.hub.v1.Snapshot;
import dev.serval.operator.cluster.ClusterUser;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What replicas are told. */
class DiscoveryIT extends HubFixture {

  private static final String LIMIT =
      "serval.deployments.\"ItemRankingModel\".max-ongoing-requests";

  @BeforeEach
  void applyRecsys() {
    apply("recsys", 3);
    endpoints.put(RANKER, ready("r1", "10.0.0.1"), unready("r2", "10.0.0.2"));
  }

  @Test
  void aReplicaIsToldOfItsApplication() throws IOException {
    TestReplica replica = replica().connect(token());

    awaitEndpoints(replica, "r1");
    assertThat(replica.settings())
        .containsEntry(LIMIT, "3")
        .containsEntry("serval.hub.address", RunningHub.ADDRESS.toString())
        .containsEntry("serval.hub.ca-file", "/etc/serval/hub-ca.crt");
    assertThat(replica.deployments().get("ItemRankingModel"))
        .isEqualTo(
            Map.of(
                "r1",
                Endpoint.newBuilder()
                    .setId("r1")
                    .setAddress("10.0.0.1:9400")
                    .setNode("node-1")
                    .setZone("zone-a")
                    .build()));
    assertThat(replica.received().getFirst().getComplete()).isTrue();
    assertThat(hub.metric("connected.replicas")).isEqualTo(1);
  }

  @Test
  void settingsThatChangeArePushedAlone() throws IOException {
    TestReplica replica = replica().connect(token());
    awaitEndpoints(replica, "r1");

    apply("recsys", 7);

    ClusterUser.await("the new limit")
        .untilAsserted(() -> assertThat(replica.settings()).containsEntry(LIMIT, "7"));
    assertThat(replica.last().getComplete()).isFalse();
    assertThat(replica.last().getDeploymentsList()).isEmpty();
    assertThat(replica.endpoints("ItemRankingModel")).containsExactly("r1");
  }

  @Test
  void replicasThatComeAndGoArePushed() throws IOException {
    TestReplica replica = replica().connect(token());
    awaitEndpoints(replica, "r1");

    endpoints.put(RANKER, ready("r1", "10.0.0.1"), ready("r2", "10.0.0.2"));
    awaitEndpoints(replica, "r1", "r2");
    assertThat(replica.last().getDeployments(0).getEndpointsList())
        .extracting(Endpoint::getId)
        .containsExactly("r2");

    endpoints.put(RANKER, terminating("r1", "10.0.0.1"), ready("r2", "10.0.0.2"));
    awaitEndpoints(replica, "r2");
    assertThat(replica.last().getComplete()).isFalse();
    assertThat(replica.last().getDeployments(0).getRemovedList()).containsExactly("r1");

    endpoints.remove(RANKER);
    ClusterUser.await("the deployment is gone")
        .until(() -> !replica.deployments().containsKey("ItemRankingModel"));
  }

  @Test
  void aReplicaThatComesBackIsToldTheDifference() throws IOException {
    Snapshot known;
    try (TestReplica before = hub.replica().connect(token())) {
      awaitEndpoints(before, "r1");
      known = before.last();
    }
    endpoints.put(RANKER, ready("r1", "10.0.0.1"), ready("r2", "10.0.0.2"));
    ClusterUser.await("the hub knows both").until(() -> hub.metric("endpoints") == 2);

    TestReplica again = replica().connect(token(), known.getEpoch(), known.getVersion());

    ClusterUser.await("the difference").until(() -> !again.received().isEmpty());
    Snapshot difference = again.received().getFirst();
    assertThat(difference.getComplete()).isFalse();
    assertThat(difference.getSince()).isEqualTo(known.getVersion());
    assertThat(difference.hasSettings()).isFalse();
    assertThat(difference.getDeployments(0).getEndpointsList())
        .extracting(Endpoint::getId)
        .containsExactly("r2");
  }

  @Test
  void aReplicaThatHasEverythingIsToldSo() throws IOException {
    Snapshot known;
    try (TestReplica before = hub.replica().connect(token())) {
      awaitEndpoints(before, "r1");
      known = before.last();
    }

    TestReplica again = replica().connect(token(), known.getEpoch(), known.getVersion());

    ClusterUser.await("the answer").until(() -> !again.received().isEmpty());
    assertThat(again.received())
        .containsExactly(
            Snapshot.newBuilder()
                .setEpoch(known.getEpoch())
                .setVersion(known.getVersion())
                .setSince(known.getVersion())
                .build());
  }

  @Test
  void anotherHubTellsEverything() throws IOException, InterruptedException {
    TestReplica replica = replica().connect(token());
    awaitEndpoints(replica, "r1");
    Snapshot known = replica.last();
    RunningHub other = closing(startHub());

    TestReplica moved =
        closing(other.replica()).connect(token(), known.getEpoch(), known.getVersion());

    awaitEndpoints(moved, "r1");
    assertThat(moved.received().getFirst().getComplete()).isTrue();
    assertThat(moved.last().getEpoch()).isNotEqualTo(known.getEpoch());
  }

  @Test
  void aHubThatStopsSaysSo() throws IOException, InterruptedException {
    RunningHub other = startHub();
    TestReplica replica = closing(other.replica()).connect(token());
    awaitEndpoints(replica, "r1");

    other.close();

    ClusterUser.await("the end").until(() -> replica.end() != null);
    assertThat(replica.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void anApplicationNeverSeesAnother() throws IOException {
    apply("other", 9);
    endpoints.put("other-item-ranking-model", ready("o1", "10.0.9.1"));
    TestReplica recsys = replica().connect(token());
    TestReplica other = replica().connect(token("other", "Front"));
    awaitEndpoints(recsys, "r1");
    awaitEndpoints(other, "o1");

    endpoints.put("other-item-ranking-model", ready("o1", "10.0.9.1"), ready("o2", "10.0.9.2"));
    endpoints.put(RANKER, ready("r1", "10.0.0.1"), ready("r3", "10.0.0.3"));
    awaitEndpoints(other, "o1", "o2");
    awaitEndpoints(recsys, "r1", "r3");

    List<String> told = new ArrayList<>();
    recsys.received().forEach(message -> told.add(message.toString()));
    assertThat(told).noneMatch(message -> message.contains("10.0.9.") || message.contains("o1"));
    assertThat(recsys.settings()).containsEntry(LIMIT, "3");
    assertThat(other.settings()).containsEntry(LIMIT, "9");
  }

  private static void awaitEndpoints(TestReplica replica, String... ids) {
    ClusterUser.await("endpoints " + String.join(", ", ids))
        .untilAsserted(
            () -> {
              assertThat(replica.end()).isNull();
              assertThat(replica.endpoints("ItemRankingModel")).containsExactly(ids);
            });
  }
}
