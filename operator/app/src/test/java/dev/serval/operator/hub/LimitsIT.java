package dev.serval.operator.hub;

import static dev.serval.operator.cluster.FakeEndpoints.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.LoadReport;
import dev.serval.hub.v1.QueuedCalls;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.DeploymentLoad;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.grpc.Status;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a replica can make the hub do and keep. */
class LimitsIT extends HubFixture {

  /** Much more than what fits into buffers on the way to a replica. */
  private static final int MANY = 400;

  private static final int CHANGES = 30;

  @BeforeEach
  void applyRecsys() {
    apply("recsys", 3);
    endpoints.put(RANKER, ready("r1", "10.0.0.1"));
    ClusterUser.await("the hub knows it").until(() -> hub.metric("endpoints") == 1);
  }

  @Test
  void reportsAreTaken() throws IOException {
    TestReplica replica = replica().connect(token());

    replica.load(1, 5);
    replica.load(2, 6);
    replica.load(1, 9);

    ClusterUser.await("the reports").until(() -> hub.metric("reports", "kind", "load") == 3);
    assertThat(hub.metric("reported.ongoing.calls")).isEqualTo(6);
    replica.close();
    ClusterUser.await("forgotten").until(() -> hub.metric("reported.ongoing.calls") == 0);
  }

  @Test
  void whatWaitsInAReplicaCountsForItsOwnApplicationAlone() throws IOException {
    apply("other", 3);
    TestReplica other = closing(hub.replica()).connect(token("other", "ItemRankingModel"));
    TestReplica replica = replica().connect(token());

    other.load(1, 2);
    replica.queued(1, "ItemRankingModel", 1_000);

    ClusterUser.await("the report")
        .until(() -> load("recsys").map(DeploymentLoad::queued).orElse(0L) == 1_000);
    ClusterUser.await("the other's report")
        .until(() -> load("other").equals(Optional.of(new DeploymentLoad(1, 2, 0))));
    replica.queued(2, user.namespace() + "/other/ItemRankingModel", 7);
    ClusterUser.await("the report")
        .until(() -> load("recsys").map(DeploymentLoad::queued).orElse(0L) == 0);
    assertThat(load("other")).contains(new DeploymentLoad(1, 2, 0));
  }

  private Optional<DeploymentLoad> load(String application) {
    return hub.hub()
        .load()
        .load(new ApplicationId(user.namespace(), application), "ItemRankingModel", Instant.now());
  }

  @Test
  void aFloodOfReportsEndsTheConnection() throws IOException {
    TestReplica replica = replica().connect(token());

    for (int i = 1; i < 1_000 && replica.end() == null; i++) {
      replica.load(i, 1);
    }

    assertEnds(replica, Status.Code.RESOURCE_EXHAUSTED, "20 messages a second");
    assertThat(hub.metric("refused", "reason", "too_fast")).isEqualTo(1);
    ClusterUser.await("forgotten").until(() -> hub.metric("connected.replicas") == 0);
  }

  @Test
  void aMessageThatIsTooLargeEndsTheConnection() throws IOException {
    TestReplica replica = replica().connect(token());

    replica.settingsProblem("x".repeat(70_000));

    ClusterUser.await("the end").until(() -> replica.end() != null);
    ClusterUser.await("forgotten").until(() -> hub.metric("connected.replicas") == 0);
  }

  @Test
  void whoBreaksARuleIsToldWhich() throws IOException {
    TestReplica twice = replica().connect(token());
    twice.hello();
    assertEnds(twice, Status.Code.INVALID_ARGUMENT, "only the first");

    TestReplica silent = replica().open(token(), 100);
    silent.load(1, 1);
    assertEnds(silent, Status.Code.INVALID_ARGUMENT, "hello has to be the first");

    TestReplica everywhere = replica().connect(token());
    LoadReport.Builder report = LoadReport.newBuilder().setSequence(1);
    IntStream.range(0, 65)
        .forEach(i -> report.addQueued(QueuedCalls.newBuilder().setDeployment("D" + i)));
    everywhere.send(FromReplica.newBuilder().setLoad(report).build());
    assertEnds(everywhere, Status.Code.INVALID_ARGUMENT, "65 deployments");
  }

  @Test
  void aHubTakesNoMoreReplicasThanItMay() throws IOException, InterruptedException {
    RunningHub small =
        closing(
            new RunningHub(
                server, user.namespace(), new HubLimits(1, 4, 30, 20), Clock.systemUTC()));
    TestReplica first = closing(small.replica()).connect(token());
    ClusterUser.await("told").until(() -> !first.received().isEmpty());

    TestReplica second = closing(small.replica()).connect(token("recsys", "ItemRankingModel"));

    assertEnds(second, Status.Code.RESOURCE_EXHAUSTED, "as many replicas as it takes: 1");
    assertThat(first.end()).isNull();
  }

  @Test
  void nothingIsKeptForWhoDoesNotRead() throws IOException {
    TestReplica slow = replica().open(token(), 1);
    slow.hello();
    ClusterUser.await("the first").until(() -> slow.received().size() == 1);
    TestReplica other = replica().connect(token("recsys", "ItemRankingModel"));

    for (int i = 0; i < CHANGES; i++) {
      endpoints.put(RANKER, many(i));
      String address = "10.1." + i + ".0:9400";
      ClusterUser.await("change " + i)
          .until(
              () ->
                  other.deployments().getOrDefault("ItemRankingModel", Map.of()).values().stream()
                      .anyMatch(each -> each.getAddress().equals(address)));
    }

    double toOther = other.received().size();
    double toSlow =
        hub.metric("snapshots", "kind", "difference")
            + hub.metric("snapshots", "kind", "complete")
            - toOther;
    assertThat(toOther).isGreaterThan(CHANGES / 2.0);
    assertThat(toSlow).as("messages to the one that doesn't read").isLessThan(CHANGES / 4.0);

    slow.readMore(100);
    ClusterUser.await("it is told how it is")
        .untilAsserted(() -> assertThat(slow.deployments()).isEqualTo(other.deployments()));
    assertThat(slow.received()).hasSizeLessThan(CHANGES / 4);
  }

  private static List<Endpoint> many(int round) {
    return IntStream.range(0, MANY)
        .mapToObj(i -> ready("pod-with-a-rather-long-name-" + i, address(round, i)))
        .toList();
  }

  private static String address(int round, int index) {
    return "10.%d.%d.%d".formatted(1 + index / 250, round, index % 250);
  }

  private static void assertEnds(TestReplica replica, Status.Code code, String message) {
    ClusterUser.await("the end").until(() -> replica.end() != null);
    assertThat(replica.end().getCode()).as(replica.end().toString()).isEqualTo(code);
    assertThat(String.valueOf(replica.end().getDescription())).contains(message);
  }
}
