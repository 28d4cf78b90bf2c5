package dev.serval.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FakePods;
import dev.serval.operator.discovery.load.DeploymentLoad;
import dev.serval.operator.relay.RelayLimits;
import dev.serval.relay.v1.Departure;
import dev.serval.relay.v1.FromFollower;
import dev.serval.relay.v1.QueuedCalls;
import dev.serval.relay.v1.Replica;
import dev.serval.relay.v1.ReplicaReport;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.grpc.Status;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may use the relay, and what it takes. */
class RelayRulesIT extends RelayFixture {

  @Override
  RelayLimits limits() {
    return new RelayLimits(1, 20, 100);
  }

  @Test
  void aReplicaMayNotUseIt() throws IOException {
    assertRefused(
        call(token("recsys", "Front")),
        Status.Code.PERMISSION_DENIED,
        "is none of the operator, whose pods run as serval-system/serval-operator");
    assertThat(leader.hub().metric("refused", "reason", "no_operator")).isEqualTo(1);
  }

  @Test
  void anOperatorIsNoReplica() throws IOException {
    TestReplica replica = closing(leader.hub().replica()).connect(tokens.of(follower.pod()));

    ClusterUser.await("the refusal").until(() -> replica.end() != null);
    assertThat(replica.end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(replica.settings()).isEmpty();
  }

  @Test
  void anotherAccountOfTheNamespaceMayNotUseIt() throws IOException {
    account(ApiServer.OPERATOR_NAMESPACE, "somebody");
    Pod pod = stranger(ApiServer.OPERATOR_NAMESPACE, "somebody");

    assertRefused(call(tokens.of(pod)), Status.Code.PERMISSION_DENIED, "none of the operator");
  }

  @Test
  void theSameAccountOfAnotherNamespaceMayNotUseIt() throws IOException {
    account(user.namespace(), RunningPeer.ACCOUNT);
    Pod pod = stranger(user.namespace(), RunningPeer.ACCOUNT);

    assertRefused(call(tokens.of(pod)), Status.Code.PERMISSION_DENIED, "none of the operator");
  }

  @Test
  void whoeverCannotProveItsPodMayNotUseIt() throws IOException {
    assertRefused(call(null), Status.Code.UNAUTHENTICATED, "authorization");
    assertRefused(
        call(tokens.of(follower.pod(), "somebody-else")),
        Status.Code.UNAUTHENTICATED,
        "audience serval-hub");
    assertRefused(
        call(tokens.ofAccount(ApiServer.OPERATOR_NAMESPACE, RunningPeer.ACCOUNT)),
        Status.Code.PERMISSION_DENIED,
        "not bound to a pod");
  }

  @Test
  void thereAreNoMoreFollowersThanTheBound() throws IOException {
    connectFollower();

    assertRefused(
        call(tokens.of(leader.pod())),
        Status.Code.RESOURCE_EXHAUSTED,
        "as many followers as it takes: 1");
    assertThat(follower.relay().connected()).isTrue();
  }

  @Test
  void aFollowerThatConnectsAgainEndsItsEarlierConnection() throws IOException {
    TestFollower first = taken();
    TestFollower second = taken();

    assertRefused(first, Status.Code.ABORTED, "connected again");
    assertThat(second.isTaken()).isTrue();
  }

  @Test
  void lateReportsKeepTheirTimeAndOldOnesChangeNothing() throws IOException {
    TestFollower peer = taken();

    peer.send(reports(report("front-1", 5, 2).setOngoing(3).setAgeMillis(2_000)));
    ClusterUser.await("taken").until(() -> leader.ongoing(recsys, "Front") == 3);
    peer.send(
        reports(
            report("front-1", 5, 2).setOngoing(9),
            report("front-1", 5, 1).setOngoing(9),
            report("front-1", 4, 8).setOngoing(9),
            report("front-2", 5, 8).setOngoing(9).setAgeMillis(5_500),
            report("front-3", 5, 1).setOngoing(1)));
    ClusterUser.await("the news").until(() -> leader.ongoing(recsys, "Front") == 4);

    ClusterUser.await("the late one goes first").until(() -> leader.ongoing(recsys, "Front") == 1);
    peer.send(
        FromFollower.newBuilder()
            .addDepartures(Departure.newBuilder().setReplica(replica("front-3")).setConnection(4))
            .addReports(report("front-4", 5, 1).setOngoing(2))
            .build());
    ClusterUser.await("the news").until(() -> leader.ongoing(recsys, "Front") == 3);
    peer.send(
        FromFollower.newBuilder()
            .addDepartures(Departure.newBuilder().setReplica(replica("front-4")).setConnection(5))
            .build());
    ClusterUser.await("gone").until(() -> leader.ongoing(recsys, "Front") < 3);
  }

  @Test
  void whoBreaksARuleIsToldWhich() throws IOException {
    TestFollower nameless = taken();
    nameless.send(reports(ReplicaReport.newBuilder().setSequence(1)));
    assertRefused(nameless, Status.Code.INVALID_ARGUMENT, "namespace has 0 characters");

    TestFollower longName = taken();
    longName.send(
        FromFollower.newBuilder()
            .addDepartures(Departure.newBuilder().setReplica(replica("x".repeat(254))))
            .build());
    assertRefused(longName, Status.Code.INVALID_ARGUMENT, "pod has 254 characters");

    TestFollower everywhere = taken();
    ReplicaReport.Builder report = report("front-1", 1, 1);
    IntStream.range(0, 65)
        .forEach(i -> report.addQueued(QueuedCalls.newBuilder().setDeployment("D" + i)));
    everywhere.send(reports(report));
    assertRefused(everywhere, Status.Code.INVALID_ARGUMENT, "65 deployments");
    assertThat(leader.load(recsys, "Front")).isEmpty();
    assertThat(leader.hub().metric("refused", "reason", "bad_message")).isEqualTo(3);
  }

  @Test
  void whoSendsTooMuchIsCutOff() throws IOException {
    TestFollower flood = taken();
    for (int i = 1; i < 1_000 && flood.end() == null; i++) {
      flood.send(reports(report("front-1", 1, i)));
    }
    assertRefused(flood, Status.Code.RESOURCE_EXHAUSTED, "20 messages a second");
    assertThat(leader.load(recsys, "Front").map(DeploymentLoad::replicas)).hasValue(1);

    TestFollower large = taken();
    FromFollower.Builder message = FromFollower.newBuilder();
    IntStream.range(0, 2_000)
        .forEach(i -> message.addReports(report("pod-with-a-rather-long-name-" + i, 1, 1)));
    large.send(message.build());
    ClusterUser.await("the end").until(() -> large.end() != null);
    assertThat(leader.load(recsys, "Front").map(DeploymentLoad::replicas).orElse(0))
        .isLessThanOrEqualTo(1);
  }

  private TestFollower taken() throws IOException {
    TestFollower peer = call(tokens.of(follower.pod()));
    ClusterUser.await("taken").until(peer::isTaken);
    return peer;
  }

  private TestFollower call(String token) throws IOException {
    return closing(new TestFollower(leader, FIRST_IP)).connect(token);
  }

  private Pod stranger(String namespace, String account) {
    Pod pod = FakePods.running(cluster, namespace, "stranger", account, "127.0.0.9");
    closing(() -> cluster.resource(pod).withGracePeriod(0).delete());
    return pod;
  }

  private void account(String namespace, String name) {
    var account =
        cluster
            .resource(
                new ServiceAccountBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName(name)
                    .endMetadata()
                    .build())
            .create();
    closing(() -> cluster.resource(account).delete());
  }

  private FromFollower reports(ReplicaReport.Builder... reports) {
    FromFollower.Builder message = FromFollower.newBuilder();
    for (ReplicaReport.Builder each : reports) {
      message.addReports(each);
    }
    return message.build();
  }

  private ReplicaReport.Builder report(String pod, long connection, long sequence) {
    return ReplicaReport.newBuilder()
        .setReplica(replica(pod))
        .setConnection(connection)
        .setSequence(sequence);
  }

  private Replica replica(String pod) {
    return Replica.newBuilder()
        .setNamespace(recsys.namespace())
        .setApplication(recsys.name())
        .setDeployment("Front")
        .setPod(pod)
        .build();
  }

  private static void assertRefused(TestFollower caller, Status.Code code, String message) {
    ClusterUser.await("the refusal").until(() -> caller.end() != null);
    assertThat(caller.end().getCode()).as(caller.end().toString()).isEqualTo(code);
    assertThat(String.valueOf(caller.end().getDescription())).contains(message);
  }
}
