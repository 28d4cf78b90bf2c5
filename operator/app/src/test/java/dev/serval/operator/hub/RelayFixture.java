package dev.serval.operator.hub;

import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FreePorts;
import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.relay.RelayLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two operators, each a pod with an address of its own, of which one leads. */
abstract class RelayFixture extends HubFixture {

  static final String FIRST_IP = "127.0.0.2";
  static final String SECOND_IP = "127.0.0.3";

  private static final AtomicInteger PEERS = new AtomicInteger();

  @TempDir Path folder;

  ApplicationId recsys;
  RunningPeer leader;
  RunningPeer follower;
  int port;

  @BeforeEach
  void startPeers() throws IOException, InterruptedException {
    apply("recsys", 3);
    recsys = new ApplicationId(user.namespace(), "recsys");
    port = FreePorts.next();
    leader = startPeer(FIRST_IP, limits());
    follower = startPeer(SECOND_IP, limits());
    leader.hub().lead();
  }

  /** How much peers take. */
  RelayLimits limits() {
    return RelayLimits.defaults();
  }

  RunningPeer startPeer(String ip, RelayLimits limits) throws IOException, InterruptedException {
    String name = "operator-" + PEERS.incrementAndGet();
    return closing(new RunningPeer(server, user.namespace(), name, ip, port, limits, folder));
  }

  /** The follower learns who leads, and tells it. */
  void connectFollower() {
    follower.relay().leaderIs(leader.name());
    ClusterUser.await("the follower is taken").until(() -> follower.relay().connected());
  }
}
