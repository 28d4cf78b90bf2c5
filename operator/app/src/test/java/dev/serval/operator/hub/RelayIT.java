package dev.serval.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.PodTokens;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.DeploymentLoad;
import dev.serval.operator.discovery.load.LoadListener;
import dev.serval.operator.metricsapi.ServedValue;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What replicas report reaches the operator that leads, wherever they are connected. */
class RelayIT extends RelayFixture {

  private static final String RANKER = "ItemRankingModel";
  private static final Duration VALIDITY = Duration.ofSeconds(5);

  @Test
  void whatReplicasReportToAnotherReachesTheLeader() throws IOException {
    connectFollower();
    TestReplica front = closing(follower.hub().replica()).connect(token("recsys", "Front"));
    TestReplica ranker = closing(leader.hub().replica()).connect(token("recsys", RANKER));

    front.queued(1, RANKER, 4);
    ranker.load(1, 3);

    ClusterUser.await("the sum of both")
        .untilAsserted(
            () -> assertThat(leader.load(recsys, RANKER)).contains(new DeploymentLoad(1, 3, 4)));
    assertThat(leader.hub().metric("relay.followers")).isEqualTo(1);
    assertThat(leader.hub().metric("reports", "kind", "relayed")).isPositive();
    assertThat(follower.hub().metric("relay.connected")).isEqualTo(1);
    assertThat(follower.load(recsys, RANKER)).contains(new DeploymentLoad(0, 0, 4));
  }

  @Test
  void whatIsReportedAtOnceLeavesWhatWasReportedRegularlyWhereverItWasSaid() throws IOException {
    connectFollower();
    TestReplica front = closing(follower.hub().replica()).connect(token("recsys", "Front"));
    TestReplica ranker = closing(leader.hub().replica()).connect(token("recsys", RANKER));

    front.load(1, 6);
    front.loadAtOnce(2, 0);
    ranker.load(1, 3);
    ranker.loadAtOnce(2, 1);

    ClusterUser.await("the load now, and what counts for means")
        .untilAsserted(
            () -> {
              assertThat(leader.load(recsys, "Front")).contains(new DeploymentLoad(1, 0, 0, 6));
              assertThat(leader.load(recsys, RANKER)).contains(new DeploymentLoad(1, 1, 0, 3));
            });
  }

  @Test
  void whoConnectedBeforeTheLeaderWasKnownIsToldToo() throws IOException {
    TestReplica front = closing(follower.hub().replica()).connect(token("recsys", "Front"));
    front.load(1, 6);
    ClusterUser.await("heard").until(() -> follower.ongoing(recsys, "Front") == 6);

    connectFollower();

    ClusterUser.await("told").until(() -> leader.ongoing(recsys, "Front") == 6);
  }

  @Test
  void aReplicaThatLeavesIsForgottenAtOnce() throws IOException {
    connectFollower();
    TestReplica front = closing(follower.hub().replica()).connect(token("recsys", "Front"));
    front.load(1, 6);
    ClusterUser.await("told").until(() -> leader.ongoing(recsys, "Front") == 6);

    front.close();

    ClusterUser.await("well before it would expire")
        .atMost(VALIDITY.minusSeconds(2))
        .until(() -> leader.load(recsys, "Front").isEmpty());
  }

  @Test
  void aReplicaThatMovesIsCountedOnce() throws IOException {
    connectFollower();
    Pod pod = pod("recsys", "Front");
    TestReplica first = closing(follower.hub().replica()).connect(tokens.of(pod));
    first.load(7, 3);
    ClusterUser.await("by the follower").until(() -> leader.ongoing(recsys, "Front") == 3);

    TestReplica second = closing(leader.hub().replica()).connect(tokens.of(pod));
    second.load(1, 4);
    ClusterUser.await("by the leader").until(() -> leader.ongoing(recsys, "Front") == 4);
    first.load(8, 9);
    ClusterUser.await("heard by the follower").until(() -> follower.ongoing(recsys, "Front") == 9);
    first.close();
    ClusterUser.await("gone from the follower")
        .until(() -> follower.load(recsys, "Front").isEmpty());

    TestReplica third = closing(follower.hub().replica()).connect(tokens.of(pod));
    third.load(1, 5);
    ClusterUser.await("by the follower again").until(() -> leader.ongoing(recsys, "Front") == 5);
    second.close();
    ClusterUser.await("gone from the leader's hub")
        .until(() -> leader.hub().metric("connected.replicas") == 0);
    assertThat(leader.load(recsys, "Front")).contains(new DeploymentLoad(1, 5, 0));
  }

  @Test
  void theReportsOfAFollowerThatDiesAreUnknownAndNotZero() throws IOException {
    connectFollower();
    closing(follower.hub().replica()).connect(token("recsys", "Front")).load(1, 6);
    ClusterUser.await("told").until(() -> leader.ongoing(recsys, "Front") == 6);
    List<Long> seen = new ArrayList<>();

    follower.relay().close();

    ClusterUser.await("no longer believed")
        .until(
            () -> {
              Optional<DeploymentLoad> load = leader.load(recsys, "Front");
              load.ifPresent(known -> seen.add(known.ongoing()));
              return load.isEmpty();
            });
    assertThat(seen).isNotEmpty().containsOnly(6L);
    assertThat(leader.hub().metric("relay.followers")).isZero();
  }

  @Test
  void valuesReachTheFollowerAndAreDroppedWhenTheyAreOld() {
    ServedValue value = new ServedValue("recsys", RANKER, 2_500, Instant.now());
    ServedValue old = new ServedValue("recsys", "Front", 1, Instant.now().minusSeconds(16));
    leader.decided().put(user.namespace(), List.of(value, old));
    connectFollower();

    ClusterUser.await("told").until(() -> !follower.relay().values(user.namespace()).isEmpty());
    List<ServedValue> told = follower.relay().values(user.namespace());
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().application()).isEqualTo("recsys");
    assertThat(told.getFirst().deployment()).isEqualTo(RANKER);
    assertThat(told.getFirst().milli()).isEqualTo(2_500);
    assertThat(told.getFirst().at())
        .isBetween(value.at().minusMillis(5), value.at().plusSeconds(2));
    assertThat(follower.relay().values("elsewhere")).isEmpty();
    assertThat(leader.relay().values(user.namespace())).containsExactly(value, old);

    leader
        .decided()
        .put(
            user.namespace(),
            List.of(new ServedValue("recsys", RANKER, 7_000, Instant.now().plusMillis(1))));

    ClusterUser.await("what came after")
        .until(() -> follower.relay().values(user.namespace()).getFirst().milli() == 7_000);
  }

  @Test
  void whoeverLeadsNextIsFollowed() throws IOException {
    connectFollower();
    closing(follower.hub().replica()).connect(token("recsys", "Front")).load(1, 6);
    TestReplica ranker = closing(leader.hub().replica()).connect(token("recsys", RANKER));
    ranker.load(1, 2);
    ClusterUser.await("told").until(() -> leader.ongoing(recsys, "Front") == 6);

    leader.hub().lead(false);
    follower.hub().lead(true);
    follower.relay().leaderIs(follower.name());
    leader.relay().leaderIs(follower.name());

    ClusterUser.await("the other way round").until(() -> leader.relay().connected());
    ranker.load(2, 3);
    ClusterUser.await("told the new one").until(() -> follower.ongoing(recsys, RANKER) == 3);
    assertThat(follower.relay().connected()).isFalse();
    assertThat(leader.hub().metric("relay.followers")).isZero();
  }

  @Test
  void whoDoesNotLeadYetIsDialledAgain() throws IOException {
    leader.hub().lead(false);
    follower.relay().leaderIs(leader.name());
    TestFollower other = closing(new TestFollower(leader, FIRST_IP));
    other.connect(tokens.of(follower.pod()));
    ClusterUser.await("refused").until(() -> other.end() != null);
    assertThat(other.end().getDescription()).contains("this operator doesn't lead");
    assertThat(follower.relay().connected()).isFalse();

    leader.hub().lead(true);

    ClusterUser.await("taken").until(() -> follower.relay().connected());
  }

  @Test
  void aLeaderThatIsNoPodIsNotDialledAndTheNextIs() throws IOException {
    follower.relay().leaderIs("somebody-on-a-laptop");
    closing(follower.hub().replica()).connect(token("recsys", "Front")).load(1, 6);
    ClusterUser.await("replicas are served").until(() -> follower.ongoing(recsys, "Front") == 6);
    assertThat(follower.relay().connected()).isFalse();

    connectFollower();
  }

  @Test
  void theTokenIsReadAnewForEachConnection() throws IOException {
    follower.showToken("no.real.token");
    follower.relay().leaderIs(leader.name());
    ClusterUser.await("refused")
        .until(() -> leader.hub().metric("refused", "reason", "bad_token") > 0);
    assertThat(follower.relay().connected()).isFalse();

    follower.showToken(new PodTokens(cluster).of(follower.pod()));

    ClusterUser.await("taken").until(() -> follower.relay().connected());
  }

  @Test
  void aCallThatWaitsAtAnotherOperatorIsToldToTheLeadersLoop() throws IOException {
    List<String> rises = new CopyOnWriteArrayList<>();
    leader
        .hub()
        .hub()
        .load()
        .listen(
            new LoadListener() {
              @Override
              public void rose(ApplicationId application, Set<String> deployments) {
                rises.add(application + " " + deployments);
              }
            });
    connectFollower();

    closing(follower.hub().replica()).connect(token("recsys", "Front")).queued(1, RANKER, 1);

    ClusterUser.await("told").until(() -> !rises.isEmpty());
    assertThat(rises).containsExactly(recsys + " [" + RANKER + "]");
  }

  @Test
  void bothKeepTellingWhenTheLeadersConnectionBreaks() throws IOException {
    connectFollower();
    TestReplica front = closing(follower.hub().replica()).connect(token("recsys", "Front"));
    front.load(1, 6);
    ClusterUser.await("told").until(() -> leader.ongoing(recsys, "Front") == 6);

    TestFollower same = closing(new TestFollower(leader, FIRST_IP));
    same.connect(tokens.of(follower.pod()));
    ClusterUser.await("the earlier one ended and came again").until(() -> same.end() != null);
    front.load(2, 7);

    ClusterUser.await("told again").until(() -> leader.ongoing(recsys, "Front") == 7);
  }
}
