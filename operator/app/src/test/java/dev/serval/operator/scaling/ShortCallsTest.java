package dev.serval.operator.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.discovery.load.LoadListener;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.discovery.load.ReplicaLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Calls of 200 ms that come independently, at twelve replicas that report each second and at once
 * when they become idle or busy, to a book that is looked at each second and when it says so.
 */
class ShortCallsTest implements LoadListener {

  private static final int REPLICAS = 12;
  private static final double CALLS_AT_A_TIME = 27;
  private static final int CALL_MILLIS = 200;
  private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");

  private static final ReplicaId FRONT = new ReplicaId(SimulatedCluster.APPLICATION, "Front", "f1");

  private final Random random = new Random(1);
  private final LoadBook book = new LoadBook(Duration.ofSeconds(5), 100);
  private final SimulatedCluster cluster = new SimulatedCluster();
  private final int[] running = new int[REPLICAS];
  private final int[] told = new int[REPLICAS];
  private long sequence;
  private boolean jumped;

  @Override
  public void rose(ApplicationId application, Set<String> deployments) {
    jumped = true;
  }

  @Test
  void areSeenForWhatTheyAre() {
    book.listen(this);
    cluster.spec = SimulatedCluster.between(1, 50, 2);
    cluster.asked = REPLICAS;
    cluster.ready = REPLICAS;
    for (int milli = 0; milli < 120_000; milli++) {
      passMilli(milli);
    }

    assertThat(cluster.writes).isNotEmpty();
    assertThat(cluster.asked).isBetween(13, 15);
  }

  private void passMilli(int milli) {
    Instant now = START.plusMillis(milli);
    for (int replica = 0; replica < REPLICAS; replica++) {
      serve(replica);
      boolean regular = milli % 1000 == 1000 * replica / REPLICAS;
      if (regular) {
        book.report(id(replica), 1, load(replica), now);
      } else if ((running[replica] > 0) != (told[replica] > 0)) {
        book.reportAtOnce(id(replica), 1, load(replica), now);
      }
    }
    if (milli % 1000 == 0) {
      book.report(FRONT, 1, new ReplicaLoad(++sequence, 0, Map.of(), false), now);
    }
    if (milli % 1000 == 500) {
      look(now, cluster::look);
    } else if (jumped) {
      look(now, cluster::lookInBetween);
    }
    cluster.advance(Duration.ofMillis(1));
  }

  /** Calls end, and another may begin. */
  private void serve(int replica) {
    int ended = 0;
    for (int call = 0; call < running[replica]; call++) {
      ended += random.nextInt(CALL_MILLIS) == 0 ? 1 : 0;
    }
    boolean begins = random.nextDouble() < CALLS_AT_A_TIME / REPLICAS / CALL_MILLIS;
    running[replica] += (begins ? 1 : 0) - ended;
  }

  private void look(Instant now, Runnable look) {
    cluster.load = book.load(SimulatedCluster.APPLICATION, SimulatedCluster.RANKER, now);
    jumped = false;
    look.run();
  }

  private ReplicaLoad load(int replica) {
    told[replica] = running[replica];
    return new ReplicaLoad(++sequence, running[replica], Map.of(), false);
  }

  private static ReplicaId id(int replica) {
    return new ReplicaId(SimulatedCluster.APPLICATION, SimulatedCluster.RANKER, "r" + replica);
  }
}
