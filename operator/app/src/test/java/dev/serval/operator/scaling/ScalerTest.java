package dev.serval.operator.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.status.ScaleDecision;
import dev.serval.operator.status.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What scaling does, look by look. Delays are the defaults: 30 s up, 600 s down. */
class ScalerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration UP = Duration.ofSeconds(31);
  private static final Duration DOWN = Duration.ofSeconds(700);

  private final SimulatedCluster cluster = new SimulatedCluster();

  @Test
  void replicasFollowTheLoadUpAndDown() {
    cluster.carry(3, 0);
    cluster.pass(Duration.ofSeconds(40));
    cluster.start();
    assertThat(cluster.asked).isEqualTo(2);

    cluster.carry(9, 1);
    cluster.pass(Duration.ofSeconds(60));
    cluster.start();
    assertThat(cluster.asked).isEqualTo(5);

    cluster.carry(1, 0);
    cluster.pass(DOWN);
    assertThat(cluster.asked).isEqualTo(1);
    assertThat(cluster.writes).containsExactly(2, 5, 1);
    assertThat(cluster.report().decisions()).extracting(ScaleDecision::to).containsExactly(1, 5, 2);
    assertThat(cluster.report().decisions().getFirst().message()).contains("running or queued");
  }

  @Test
  void aBurstIsAnsweredAtOnce() {
    cluster.pass(Duration.ofSeconds(40));
    cluster.carry(10, 10);
    cluster.pass(Duration.ofSeconds(2));

    assertThat(cluster.writes).containsExactly(5);
    assertThat(cluster.report().decisions().getFirst().reason()).isEqualTo("Burst");
  }

  @Test
  void theFirstCallWakesADeploymentThatRests() {
    cluster.spec = SimulatedCluster.between(0, 5);
    cluster.asked = 0;
    cluster.ready = 0;
    cluster.carry(0, 0);
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.writes).isEmpty();

    cluster.carry(0, 1);
    cluster.lookIfCalledAtZero();

    assertThat(cluster.writes).containsExactly(1);
    assertThat(cluster.report().decisions().getFirst().reason()).isEqualTo("ColdStart");
  }

  @Test
  void aCallThatComesWhileTheLastReplicaGoesIsNotLeftToTheNextSecond() {
    cluster.spec = SimulatedCluster.between(0, 5);
    cluster.answers = false;
    cluster.pass(Duration.ofSeconds(640));
    assertThat(cluster.writes).containsExactly(0);

    // a look that sees the call, and not yet the 0
    cluster.carry(0, 1);
    cluster.look();
    assertThat(cluster.report().desired()).isEqualTo(1);
    cluster.answer();
    cluster.ready = 0;
    cluster.carry(0, 1);
    cluster.lookIfCalledAtZero();

    assertThat(cluster.writes).containsExactly(0, 1);
  }

  @Test
  void aThousandWaitingCallsWakeItOnce() {
    cluster.spec = SimulatedCluster.between(0, 5);
    cluster.asked = 0;
    cluster.ready = 0;
    cluster.carry(0, 0);
    cluster.pass(Duration.ofSeconds(5));
    cluster.answers = false;

    cluster.carry(0, 1000);
    cluster.lookIfCalledAtZero();
    cluster.lookIfCalledAtZero();
    cluster.pass(Duration.ofSeconds(3));

    assertThat(cluster.writes).as("one write is under way at a time").hasSize(1);
    cluster.answer();
    cluster.pass(SECOND);
    cluster.answer();
    assertThat(cluster.asked).as("that many need as many as there may be").isEqualTo(5);
  }

  @Test
  void aDeploymentWithoutLoadGoesToRest() {
    cluster.spec = SimulatedCluster.between(0, 5);

    cluster.pass(DOWN);

    assertThat(cluster.writes).containsExactly(0);
  }

  @Test
  void anAutoscalerIsGivenTheValueAndLeftAlone() {
    cluster.by = new ScaledBy.Hpa();
    cluster.carry(3, 0);

    cluster.pass(UP);
    cluster.pass(SECOND);

    assertThat(cluster.writes).isEmpty();
    assertThat(cluster.report().desired()).isEqualTo(2);
    assertThat(cluster.served().milli()).isBetween(2001L, 4000L);
    assertThat(cluster.served().deployment()).isEqualTo(SimulatedCluster.RANKER);
  }

  @Test
  void aLookThatTheLoadHasCausedIsNoSampleOfIt() {
    cluster.by = new ScaledBy.Hpa();
    cluster.asked = 2;
    cluster.ready = 2;
    cluster.carry(3, 0);
    cluster.pass(Duration.ofSeconds(40));

    cluster.carry(6, 0);
    cluster.advance(Duration.ofMillis(500));
    cluster.lookInBetween();
    cluster.carry(3, 0);
    cluster.pass(SECOND);

    assertThat(cluster.served().milli()).isEqualTo(3000);
  }

  @Test
  void beforeTheDelayAnAutoscalerIsGivenAValueByWhichItStays() {
    cluster.by = new ScaledBy.Hpa();
    cluster.carry(3, 0);

    cluster.pass(Duration.ofSeconds(20));

    assertThat(cluster.served().milli()).isLessThanOrEqualTo(2000);
  }

  @Test
  void burstsAndZeroAreTheOperatorsAlsoWithAnAutoscaler() {
    cluster.by = new ScaledBy.Hpa();
    cluster.spec = SimulatedCluster.between(0, 5);
    cluster.pass(Duration.ofSeconds(40));
    cluster.carry(10, 10);
    cluster.pass(Duration.ofSeconds(2));
    assertThat(cluster.writes).containsExactly(5);

    cluster.start();
    cluster.carry(0, 0);
    // To one in the autoscaler's hands, and from there to none.
    cluster.pass(Duration.ofSeconds(650));
    assertThat(cluster.report().desired()).isEqualTo(1);
    cluster.asked = 1;
    cluster.start();
    cluster.pass(DOWN);
    assertThat(cluster.writes).containsExactly(5, 0);

    cluster.start();
    cluster.carry(0, 1);
    cluster.lookIfCalledAtZero();
    assertThat(cluster.writes).containsExactly(5, 0, 1);
  }

  @Test
  void whatAnAutoscalersToleranceSwallowsIsWritten() {
    cluster.by = new ScaledBy.Hpa();
    cluster.spec = SimulatedCluster.between(1, 20);
    cluster.asked = 10;
    cluster.ready = 10;
    cluster.carry(22, 0);

    cluster.pass(Duration.ofSeconds(35));

    assertThat(cluster.writes).containsExactly(11);
  }

  @Test
  void withoutAMetricsApiTheOperatorScalesAndSaysWhy() {
    cluster.by = ScaledBy.OperatorForHpa.taken("external.metrics.k8s.io is held by keda");
    cluster.carry(3, 0);

    cluster.pass(Duration.ofSeconds(40));

    assertThat(cluster.writes).containsExactly(2);
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.METRICS_API_TAKEN);
    assertThat(cluster.report().state().message()).contains("held by keda");
    assertThat(cluster.values.values("shop")).isEmpty();
  }

  @Test
  void aWriteThatFailsIsToldAndTriedAgain() {
    cluster.carry(3, 0);
    cluster.refusal = new IllegalStateException("replicas is not yours");
    cluster.pass(Duration.ofSeconds(60));
    assertThat(cluster.writes).hasSizeGreaterThan(5).containsOnly(2);
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.SCALE_FAILED);
    assertThat(cluster.report().state().message()).contains("replicas is not yours");

    cluster.refusal = null;
    cluster.pass(Duration.ofSeconds(20));
    assertThat(cluster.asked).isEqualTo(2);
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.READING_METRIC);
  }

  @Test
  void aWriteThatWaitsForItsTurnIsWithdrawnWhenItIsNoLongerWanted() {
    cluster.answers = false;
    cluster.carry(3, 0);
    cluster.pass(UP);
    assertThat(cluster.writes).containsExactly(2);
    assertThat(cluster.wanted.getAsBoolean()).isTrue();

    cluster.by = new ScaledBy.User();
    cluster.look();
    assertThat(cluster.wanted.getAsBoolean()).as("the mode is another").isFalse();
    cluster.by = new ScaledBy.Operator();
    cluster.drop();
    cluster.pass(Duration.ofSeconds(35));
    assertThat(cluster.writes).as("what was dropped is written anew").containsExactly(2, 2);
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.READING_METRIC);

    cluster.exists = false;
    cluster.look();
    assertThat(cluster.wanted.getAsBoolean()).as("it is gone").isFalse();
  }

  @Test
  void aWriteThatTheCacheHasNotHeardOfIsNotRepeatedAtOnce() {
    cluster.carry(3, 0);
    cluster.pass(UP);
    assertThat(cluster.writes).containsExactly(2);
    cluster.asked = 1;

    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.writes).containsExactly(2);

    cluster.pass(Duration.ofSeconds(3));
    assertThat(cluster.writes).as("taken for undone").containsExactly(2, 2);
  }

  @Test
  void loadAloneIsToldNowAndThen() {
    for (int second = 0; second < 60; second++) {
      cluster.carry(second % 2, 0);
      cluster.pass(SECOND);
    }

    assertThat(cluster.told).isBetween(5, 7);
  }

  @Test
  void whatDoesNotChangeIsToldOnce() {
    cluster.carry(1, 0);

    cluster.pass(Duration.ofSeconds(300));

    assertThat(cluster.told).isEqualTo(1);
  }

  @Test
  void boundsAreToldInWords() {
    cluster.carry(1, 0);
    cluster.asked = 5;
    cluster.start();
    cluster.carry(30, 0);
    cluster.pass(Duration.ofSeconds(60));
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.AT_MAX);
    assertThat(cluster.report().state().message())
        .isEqualTo("5 replicas, the load asks for more than maxReplicas");

    cluster.spec = SimulatedCluster.between(5, 6);
    cluster.carry(0, 0);
    cluster.pass(Duration.ofSeconds(60));
    assertThat(cluster.report().state().reason()).isEqualTo(Reason.AT_MIN);
  }

  @Test
  void aSpecThatCannotBeCostsNothingEachSecond() {
    AtomicInteger added = new AtomicInteger();
    cluster.meters.config().onMeterAdded(meter -> added.incrementAndGet());
    cluster.spec = SimulatedCluster.between(1, 5, -1);

    cluster.pass(Duration.ofSeconds(20));

    assertThat(added).as("meters of one attempt").hasValueLessThanOrEqualTo(2);
    assertThat(cluster.meters.find("serval.scaling.desired.replicas").meters()).isEmpty();
    assertThat(cluster.writes).isEmpty();

    cluster.spec = SimulatedCluster.between(2, 5);
    cluster.look();
    assertThat(cluster.writes).as("another spec is looked at").containsExactly(2);
  }

  @Test
  void metricsGoWithTheDeployment() {
    cluster.carry(3, 1);
    cluster.pass(UP);
    assertThat(cluster.metric("desired.replicas")).isEqualTo(2);
    assertThat(cluster.metric("load.requests")).isEqualTo(4);

    cluster.exists = false;
    cluster.look();

    assertThat(cluster.meters.find("serval.scaling.desired.replicas").meters()).isEmpty();
    assertThat(cluster.board.of(SimulatedCluster.APPLICATION)).isEmpty();
    assertThat(cluster.meters.find("serval.scaling.changes").meters()).isEmpty();
  }

  @Test
  void changesAreCountedForEachDeployment() {
    cluster.carry(3, 0);
    cluster.pass(UP);

    assertThat(
            cluster
                .meters
                .get("serval.scaling.changes")
                .tags("namespace", "shop", "application", "recsys", "deployment", "Ranker")
                .tag("reason", "Upscaled")
                .counter()
                .count())
        .isEqualTo(1);
  }
}
