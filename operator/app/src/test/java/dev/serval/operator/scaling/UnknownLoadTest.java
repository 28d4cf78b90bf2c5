package dev.serval.operator.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.status.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What scaling does when it does not know all of the load. */
class UnknownLoadTest {

  private static final Duration DOWN = Duration.ofSeconds(700);

  private final SimulatedCluster cluster = new SimulatedCluster();

  @Test
  void whatIsNotKnownChangesNothing() {
    cluster.ready = 3;
    cluster.asked = 3;
    cluster.silent = 1;

    cluster.pass(DOWN);

    assertThat(cluster.writes).isEmpty();
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.NO_DATA);
    assertThat(cluster.report().state().message())
        .isEqualTo(
            "not all of the load is known, so it stays at 3 replicas or grows: 2 of 3"
                + " ready replicas report to the hub");
    assertThat(cluster.report().ongoing()).isNull();
  }

  @Test
  void whatIsKnownOfTheLoadIsEnoughForMore() {
    cluster.ready = 2;
    cluster.asked = 2;
    cluster.silent = 1;
    cluster.carry(7, 0);

    cluster.pass(Duration.ofSeconds(45));

    assertThat(cluster.writes).as("one of two can't reach the hub").containsExactly(4);
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.NO_DATA);
  }

  @Test
  void noReplicaGoesWhileCallsMayWaitInCallersThatDoNotReport() {
    cluster.ready = 3;
    cluster.asked = 3;
    cluster.front = 2;
    cluster.silentFront = 1;

    cluster.pass(DOWN);

    assertThat(cluster.writes).isEmpty();
    assertThat(cluster.report().state().message())
        .contains("4 of 5 ready replicas of the application");

    cluster.silentFront = 0;
    cluster.pass(Duration.ofSeconds(600));
    assertThat(cluster.writes).as("what was not known counts for nothing").isEmpty();
    cluster.pass(Duration.ofSeconds(60));
    assertThat(cluster.writes).containsExactly(1);
  }

  @Test
  void aMomentInWhichNotAllReportDelaysNothing() {
    cluster.ready = 3;
    cluster.asked = 3;
    cluster.carry(1, 0);
    cluster.pass(Duration.ofSeconds(590));
    cluster.silent = 1;
    cluster.pass(Duration.ofSeconds(3));
    cluster.silent = 0;

    cluster.pass(Duration.ofSeconds(20));

    assertThat(cluster.writes).containsExactly(1);
  }

  @Test
  void nobodyWhoReportsIsNoLoadOnlyWhereNobodyRuns() {
    cluster.spec = SimulatedCluster.between(0, 5);
    cluster.asked = 0;
    cluster.ready = 0;
    cluster.load = Optional.empty();
    cluster.pass(Duration.ofSeconds(15));
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.NO_DATA);

    cluster.front = 0;
    cluster.pass(Duration.ofSeconds(15));
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.READING_METRIC);
    assertThat(cluster.report().queued()).isZero();
  }

  @Test
  void aMomentWithoutReportsIsNotTold() {
    cluster.carry(1, 0);
    cluster.pass(Duration.ofSeconds(30));
    cluster.load = Optional.empty();
    cluster.pass(Duration.ofSeconds(4));
    cluster.carry(1, 0);
    cluster.pass(Duration.ofSeconds(30));

    assertThat(cluster.told).isEqualTo(1);
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.READING_METRIC);
  }

  @Test
  void theMetricOfALoadThatIsNoLongerKnownIsNoNumber() {
    cluster.carry(3, 1);
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.metric("load.requests")).isEqualTo(4);
    cluster.load = Optional.empty();

    cluster.pass(Duration.ofSeconds(4));
    assertThat(cluster.metric("load.requests")).as("for a moment").isEqualTo(4);

    cluster.pass(Duration.ofSeconds(11));
    assertThat(cluster.metric("load.requests")).isNaN();

    cluster.carry(0, 0);
    cluster.pass(Duration.ofSeconds(1));
    assertThat(cluster.metric("load.requests")).isZero();
  }
}
