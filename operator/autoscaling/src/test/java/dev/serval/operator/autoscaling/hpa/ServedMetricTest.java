package dev.serval.operator.autoscaling.hpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.autoscaling.decision.Autoscaler;
import dev.serval.operator.autoscaling.decision.Decision;
import dev.serval.operator.autoscaling.decision.Observation;
import dev.serval.operator.autoscaling.decision.ScalingState;
import dev.serval.operator.autoscaling.decision.Step;
import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServedMetricTest {

  private static final int SYNC_SECONDS = 15;
  private static final double NO_TOLERANCE = 0;
  private static final double TENTH = ServedMetric.DEFAULT_TOLERANCE;

  /** The vectors of the formula, without bursts: they are the operator's own to apply. */
  @ParameterizedTest(name = "{0} replicas and a load of {1}: {4}")
  @CsvSource({
    "4,   20,     1,   1,   10",
    "4,   20,     0.5, 1,   7",
    "4,   20,     2,   1,   16",
    "10,  4,      1,   1,   2",
    "10,  4,      1,   0.3, 8",
    "3,   5.9,    1,   1,   3",
    "3,   3.9,    1,   0.2, 2",
    "3,   7,      0.1, 1,   4",
    "100, 199,    1,   1,   100",
    "1,   2.0001, 1,   1,   2",
    "5,   0,      1,   1,   1",
  })
  void theVectorsAreReachedWithinOneSyncAfterTheDelay(
      int replicas, double load, double up, double down, int reached) {
    ScalingPolicy policy =
        ScalingPolicy.between(0, 1000)
            .upscalingFactor(up)
            .downscalingFactor(down)
            .downscaleToZeroDelay(Duration.ofHours(1))
            .build();
    for (double tolerance : new double[] {NO_TOLERANCE, TENTH}) {
      Cluster cluster = new Cluster(policy, replicas, tolerance);
      int delay = reached > replicas ? 30 : reached < replicas ? 600 : 0;

      cluster.run(0, delay, load);
      assertThat(cluster.present).as("before the delay").isEqualTo(replicas);
      cluster.run(delay, delay + SYNC_SECONDS + 1, load);
      assertThat(cluster.present).as("tolerance %s", tolerance).isEqualTo(reached);
      assertThat(cluster.setByOperator).isFalse();
    }
  }

  @Test
  void theLastReplicaGoesAndTheFirstComesByTheOperator() {
    ScalingPolicy policy = ScalingPolicy.between(0, 10).build();
    Cluster cluster = new Cluster(policy, 1, TENTH);

    cluster.run(0, 602, 0);
    assertThat(cluster.present).isZero();
    cluster.run(602, 700, 0);
    assertThat(cluster.present).isZero();
    cluster.run(700, 701, 1);
    assertThat(cluster.present).isEqualTo(1);
    cluster.run(701, 800, 1);
    assertThat(cluster.present).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.01, 0.3, 1, 2, 3.3333, 100, 65535})
  void everyNumberIsReachedFromEveryOtherOrTheOperatorIsTold(double perReplica) {
    ScalingPolicy policy = ScalingPolicy.between(0, 120).targetOngoingRequests(perReplica).build();
    for (int present = 0; present <= 120; present++) {
      for (int target = 0; target <= 120; target++) {
        for (double load : new double[] {0, perReplica * target * 0.97, 1e6}) {
          Decision decision = decided(policy, target, load);
          assertReaches(decision, present, NO_TOLERANCE);
          assertReaches(decision, present, TENTH);
        }
      }
    }
  }

  private static void assertReaches(Decision decision, int present, double tolerance) {
    ServedMetric served = ServedMetric.of(decision, present, tolerance);
    HpaController hpa = new HpaController(HpaBehavior.of(decision.policy()), tolerance);
    int reached = hpa.sync(0, present, OptionalLong.of(served.milli()));
    if (served.reaches()) {
      assertThat(reached)
          .as("from %d, tolerance %s", present, tolerance)
          .isEqualTo(decision.target());
      return;
    }
    boolean parked = present == 0 || decision.target() == 0;
    double step = Math.abs(decision.target() - present) / (double) present;
    assertThat(parked || tolerance > 0 && step <= tolerance + 1e-9)
        .as("from %d to %d can be reached", present, decision.target())
        .isTrue();
    if (decision.target() > 0) {
      HpaController after = new HpaController(HpaBehavior.of(decision.policy()), tolerance);
      assertThat(after.sync(0, decision.target(), OptionalLong.of(served.milli())))
          .as("what the operator set is left")
          .isEqualTo(decision.target());
    }
  }

  @Test
  void itIsTheLoadItselfWhereThatLeadsThere() {
    ScalingPolicy policy = ScalingPolicy.between(1, 100).targetOngoingRequests(3).build();

    assertThat(ServedMetric.of(decided(policy, 3, 7.2), 3, TENTH).milli()).isEqualTo(7200);
    assertThat(ServedMetric.of(decided(policy, 3, 7.2), 1, TENTH).milli()).isEqualTo(7200);
    assertThat(ServedMetric.of(decided(policy, 2, 7.2), 2, TENTH).milli()).isEqualTo(6000);
    assertThat(ServedMetric.of(decided(policy, 5, 7.2), 5, TENTH).milli()).isEqualTo(12001);
  }

  @Test
  void withoutDataItIsWhatKeepsTheNumber() {
    ScalingPolicy policy = ScalingPolicy.between(1, 100).targetOngoingRequests(3).build();
    Decision decision =
        Autoscaler.decide(
                policy,
                ScalingState.of(4),
                new Observation(0, 4, MeasuredLoad.unknown(policy.lookBack())))
            .decision();

    assertThat(ServedMetric.of(decision, 4, TENTH)).isEqualTo(new ServedMetric(12000, true));
  }

  @Test
  void stepsWithinTheToleranceAreTheOperators() {
    ScalingPolicy policy = ScalingPolicy.between(1, 100).build();

    assertThat(ServedMetric.of(decided(policy, 10, 20), 9, TENTH).reaches()).isTrue();
    assertThat(ServedMetric.of(decided(policy, 11, 22), 10, TENTH).reaches()).isFalse();
    assertThat(ServedMetric.of(decided(policy, 11, 22), 10, NO_TOLERANCE).reaches()).isTrue();
    assertThat(ServedMetric.of(decided(policy, 18, 36), 19, TENTH).reaches()).isTrue();
    assertThat(ServedMetric.of(decided(policy, 19, 38), 20, TENTH).reaches()).isFalse();
  }

  @Test
  void stepsWithinTheToleranceHappenAllTheSame() {
    ScalingPolicy policy = ScalingPolicy.between(1, 100).build();
    Cluster cluster = new Cluster(policy, 40, TENTH);

    cluster.run(0, 47, 81);
    assertThat(cluster.present).isEqualTo(41);
    assertThat(cluster.setByOperator).isTrue();
    cluster.run(47, 120, 81);
    assertThat(cluster.present).isEqualTo(41);
  }

  @Test
  void stabilisationWouldAddToOurDelays() {
    ScalingPolicy policy =
        ScalingPolicy.between(1, 100).downscaleDelay(Duration.ofSeconds(60)).build();
    HpaBehavior ours = HpaBehavior.of(policy);
    HpaBehavior.Rules usual = new HpaBehavior.Rules(300, 100, 15, 0);
    HpaBehavior stabilised =
        new HpaBehavior(
            ours.minReplicas(),
            ours.maxReplicas(),
            ours.targetAverageMilli(),
            ours.scaleUp(),
            usual);
    Cluster immediate = new Cluster(policy, 8, TENTH);
    Cluster late = new Cluster(policy, 8, TENTH, stabilised);

    immediate.run(0, 60 + SYNC_SECONDS + 1, 4);
    late.run(0, 60 + 240, 4);

    assertThat(immediate.present).isEqualTo(2);
    assertThat(late.present).isEqualTo(8);
  }

  @Test
  void whenTheMetricCannotBeReadTheNumberStays() {
    HpaController hpa =
        new HpaController(HpaBehavior.of(ScalingPolicy.between(1, 10).build()), TENTH);

    assertThat(hpa.sync(0, 7, OptionalLong.empty())).isEqualTo(7);
  }

  /** A decision for a number that was decided before and still waits for a delay. */
  private static Decision decided(ScalingPolicy policy, int target, double load) {
    Observation seen = new Observation(0, target, MeasuredLoad.constant(load, policy.lookBack()));
    Decision decision = Autoscaler.decide(policy, ScalingState.of(target), seen).decision();
    return new Decision(
        target,
        target,
        decision.wanted(),
        decision.reason(),
        decision.remaining(),
        policy,
        decision.seen());
  }

  /** An operator that decides each second, and an autoscaler that syncs every 15. */
  private static final class Cluster {
    private final ScalingPolicy policy;
    private final double tolerance;
    private final HpaController hpa;
    private ScalingState state;
    private int present;
    private boolean setByOperator;

    Cluster(ScalingPolicy policy, int present, double tolerance) {
      this(policy, present, tolerance, HpaBehavior.of(policy));
    }

    Cluster(ScalingPolicy policy, int present, double tolerance, HpaBehavior behavior) {
      this.policy = policy;
      this.present = present;
      this.tolerance = tolerance;
      this.hpa = new HpaController(behavior, tolerance);
      this.state = ScalingState.of(present);
    }

    void run(int from, int to, double load) {
      for (int second = from; second < to; second++) {
        Observation seen =
            new Observation(
                second * 1_000_000_000L, present, MeasuredLoad.constant(load, policy.lookBack()));
        Step step = Autoscaler.decide(policy, state, seen);
        state = step.state();
        ServedMetric served = ServedMetric.of(step.decision(), present, tolerance);
        if (!served.reaches()) {
          present = step.decision().target();
          setByOperator = true;
        } else if (second % SYNC_SECONDS == 7) {
          present = hpa.sync(second, present, OptionalLong.of(served.milli()));
        }
      }
    }
  }
}
