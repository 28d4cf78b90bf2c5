package dev.serval.operator.autoscaling.decision;

import static dev.serval.operator.autoscaling.decision.Trace.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.autoscaling.load.LoadWindow;
import dev.serval.operator.autoscaling.load.LookBack;
import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.load.WindowLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How soon decisions follow the load, and another policy. */
class AutoscalerPaceTest {

  private static final ScalingPolicy DEFAULTS = ScalingPolicy.between(1, 20).build();

  @Nested
  class Delays {

    @Test
    void moreReplicasComeWhenTheLoadHasAskedForThemLongEnough() {
      Trace trace = new Trace(DEFAULTS, 4);

      Decision waiting = trace.during(100, 130, 13);
      assertThat(waiting.target()).isEqualTo(4);
      assertThat(waiting.wanted()).hasValue(7);
      assertThat(waiting.reason()).isEqualTo(ScalingReason.WAITING_UPSCALE_DELAY);
      assertThat(waiting.remaining()).isEqualTo(Duration.ofSeconds(1));

      Decision upscaled = trace.at(130, 13);
      assertThat(upscaled.target()).isEqualTo(7);
      assertThat(upscaled.reason()).isEqualTo(ScalingReason.UPSCALED);
      assertThat(upscaled.changes()).isTrue();
      assertThat(trace.at(131, 13).reason()).isEqualTo(ScalingReason.STEADY);
    }

    @Test
    void whatIsAskedForLastCounts() {
      Trace trace = new Trace(DEFAULTS, 4);
      trace.during(0, 30, 13);

      assertThat(trace.at(30, 10).target()).isEqualTo(5);
    }

    @Test
    void fewerComeLaterAndInOneStep() {
      Trace trace = new Trace(DEFAULTS, 10);

      assertThat(trace.during(0, 600, 5).reason()).isEqualTo(ScalingReason.WAITING_DOWNSCALE_DELAY);
      assertThat(trace.at(600, 5).target()).isEqualTo(3);
    }

    @Test
    void aLoadThatHasFallenLongAgoCountsAsItIs() {
      Trace trace = new Trace(DEFAULTS, 10);
      trace.during(0, 200, 18);

      assertThat(trace.during(200, 601, 5).target()).isEqualTo(3);
    }

    @Test
    void aLoadThatMovesKeepsTheReplicasThatItWouldSoonAskForAgain() {
      Trace trace = new Trace(DEFAULTS, 6);
      for (int second = 0; second < 1200; second++) {
        trace.at(second, second % 60 < 20 ? 9.8 : 8.5);
      }
      assertThat(trace.state().target()).isEqualTo(6);
      assertThat(trace.at(1200, 8.5).reason()).isEqualTo(ScalingReason.LOAD_VARIES);

      assertThat(trace.during(1201, 1801, 8.5).target()).isEqualTo(5);
    }

    @Test
    void aLoadThatNoLongerAsksForMoreGetsNoMore() {
      Trace trace = new Trace(DEFAULTS, 4);
      trace.during(0, 30, 13);
      LookBack lookBack = DEFAULTS.lookBack();
      MeasuredLoad falling =
          new MeasuredLoad(
              OptionalLong.of(6),
              WindowLoad.full(6, lookBack.latest()),
              WindowLoad.full(6, lookBack.burst()),
              WindowLoad.full(12, lookBack.length()));

      assertThat(trace.at(30, 4, falling).reason()).isEqualTo(ScalingReason.LOAD_FALLS);
      assertThat(trace.at(31, 12).target()).isEqualTo(6);
    }

    @Test
    void oneMomentWithTheRightNumberBeginsTheDelayAnew() {
      Trace trace = new Trace(DEFAULTS, 4);
      trace.during(0, 29, 13);
      trace.at(29, 8);

      assertThat(trace.during(30, 60, 13).target()).isEqualTo(4);
      assertThat(trace.at(60, 13).target()).isEqualTo(7);
    }

    @Test
    void aChangeOfDirectionBeginsTheDelayAnew() {
      Trace trace = new Trace(DEFAULTS, 4);
      trace.during(0, 500, 2);
      trace.at(500, 9);
      trace.during(501, 1101, 2);

      assertThat(trace.state().target()).isEqualTo(4);
      assertThat(trace.at(1101, 2).target()).isEqualTo(1);
    }

    @Test
    void aDelayOfNothingIsNone() {
      ScalingPolicy atOnce =
          ScalingPolicy.between(1, 20)
              .upscaleDelay(Duration.ZERO)
              .downscaleDelay(Duration.ZERO)
              .build();
      Trace trace = new Trace(atOnce, 4);

      assertThat(trace.at(0, 13).target()).isEqualTo(7);
      assertThat(trace.at(1, 2).target()).isEqualTo(1);
    }

    @Test
    void noneIsReachedInASecondStepWithADelayOfItsOwn() {
      ScalingPolicy policy =
          ScalingPolicy.between(0, 20)
              .downscaleDelay(Duration.ofSeconds(10))
              .downscaleToZeroDelay(Duration.ofSeconds(100))
              .build();
      Trace trace = new Trace(policy, 5);

      trace.during(0, 11, 0);
      assertThat(trace.state().target()).isEqualTo(1);
      assertThat(trace.during(11, 111, 0).reason())
          .isEqualTo(ScalingReason.WAITING_DOWNSCALE_TO_ZERO_DELAY);
      assertThat(trace.state().target()).isEqualTo(1);
      assertThat(trace.at(111, 0).target()).isZero();
      assertThat(trace.at(112, 0).reason()).isEqualTo(ScalingReason.AT_ZERO);
      assertThat(trace.targets()).containsExactly(5, 1, 0);
    }

    @Test
    void timesMayBeNegative() {
      Trace trace = new Trace(DEFAULTS, 4);
      trace.during(-30, 0, 13);

      assertThat(trace.at(0, 13).target()).isEqualTo(7);
    }
  }

  @Nested
  class ChangesOfPolicy {

    @Test
    void aShorterDelayCountsFromWhenTheLoadBeganToAsk() {
      Trace trace = new Trace(DEFAULTS, 10);
      trace.during(0, 300, 5);

      trace.policy(ScalingPolicy.between(1, 20).downscaleDelay(Duration.ofSeconds(400)).build());
      assertThat(trace.during(300, 400, 5).target()).isEqualTo(10);
      assertThat(trace.at(400, 5).target()).isEqualTo(3);
    }

    @Test
    void aLongerDelayToo() {
      Trace trace = new Trace(DEFAULTS, 4);
      trace.during(0, 20, 13);

      trace.policy(ScalingPolicy.between(1, 20).upscaleDelay(Duration.ofSeconds(60)).build());
      assertThat(trace.during(20, 60, 13).target()).isEqualTo(4);
      assertThat(trace.at(60, 13).target()).isEqualTo(7);
    }

    @Test
    void anotherTargetWaitsForTheDelayLikeAnotherLoad() {
      Trace trace = new Trace(DEFAULTS, 4);
      trace.during(0, 100, 8);

      trace.policy(ScalingPolicy.between(1, 20).targetOngoingRequests(1).build());
      assertThat(trace.during(100, 130, 8).target()).isEqualTo(4);
      assertThat(trace.at(130, 8).target()).isEqualTo(8);
    }
  }

  @Nested
  class Bursts {

    private final ScalingPolicy policy =
        ScalingPolicy.between(1, 100).targetOngoingRequests(10).build();
    private final LoadWindow window = new LoadWindow(policy.lookBack(), Duration.ofSeconds(5));
    private final Trace trace = new Trace(policy, 10);

    private Decision each(int from, int to, int ready, long load) {
      Decision last = null;
      for (int second = from; second < to; second++) {
        last = trace.at(second, ready, window.measure(second * SECOND));
        window.report(second * SECOND, load);
      }
      return last;
    }

    @Test
    void scaleUpAtOnce() {
      each(0, 60, 10, 90);

      Decision atOnce = each(60, 62, 10, 400);
      assertThat(atOnce.reason()).isEqualTo(ScalingReason.BURST);
      assertThat(atOnce.target()).isBetween(36, 40);
      assertThat(each(62, 64, 10, 400).target()).isEqualTo(40);
    }

    @Test
    void areTwiceWhatReadyReplicasCanTake() {
      each(0, 60, 10, 100);
      assertThat(each(60, 64, 10, 199).reason()).isNotEqualTo(ScalingReason.BURST);

      Trace other = new Trace(policy, 10);
      assertThat(other.at(64, 10, MeasuredLoad.constant(200, policy.lookBack())).target())
          .isEqualTo(20);
    }

    @Test
    void aFewRequestsMoreAreNone() {
      ScalingPolicy small = ScalingPolicy.between(1, 100).build();
      Trace one = new Trace(small, 1);

      assertThat(one.at(0, 1, MeasuredLoad.constant(10, small.lookBack())).reason())
          .isEqualTo(ScalingReason.WAITING_UPSCALE_DELAY);
      assertThat(one.at(1, 1, MeasuredLoad.constant(11, small.lookBack())).reason())
          .isEqualTo(ScalingReason.BURST);
    }

    @Test
    void neverScaleDownUntilALookBackPeriodAfterIt() {
      ScalingPolicy eager =
          ScalingPolicy.between(1, 100)
              .targetOngoingRequests(10)
              .downscaleDelay(Duration.ofSeconds(1))
              .build();
      trace.policy(eager);
      each(0, 60, 10, 100);
      each(60, 64, 10, 400);

      assertThat(each(64, 94, 40, 0).reason()).isEqualTo(ScalingReason.AFTER_BURST);
      assertThat(trace.state().target()).isEqualTo(40);
      assertThat(each(94, 95, 40, 0).reason()).isEqualTo(ScalingReason.WAITING_DOWNSCALE_DELAY);
      assertThat(each(95, 96, 40, 0).target()).isLessThan(40);
    }

    @Test
    void endAtTheMost() {
      ScalingPolicy few = ScalingPolicy.between(1, 12).targetOngoingRequests(10).build();
      Trace bounded = new Trace(few, 10);

      Decision decision = bounded.at(0, 10, MeasuredLoad.constant(400, few.lookBack()));
      assertThat(decision.target()).isEqualTo(12);
      assertThat(decision.wanted()).hasValue(40);
      assertThat(bounded.at(1, 12, MeasuredLoad.constant(400, few.lookBack())).reason())
          .isEqualTo(ScalingReason.AT_MAX);
    }

    @Test
    void areDampedAsTheFactorSays() {
      ScalingPolicy damped =
          ScalingPolicy.between(1, 100).targetOngoingRequests(10).upscalingFactor(0.5).build();
      Trace slow = new Trace(damped, 10);
      MeasuredLoad load = MeasuredLoad.constant(400, damped.lookBack());

      assertThat(slow.at(0, 10, load).target()).isEqualTo(25);
      assertThat(slow.at(1, 10, load).target()).isEqualTo(25);
    }

    @Test
    void areNotSeenInLessThanAWindow() {
      LookBack lookBack = policy.lookBack();
      MeasuredLoad moment =
          new MeasuredLoad(
              OptionalLong.of(1000),
              new WindowLoad(OptionalDouble.of(1000), Duration.ofMillis(500), lookBack.latest()),
              new WindowLoad(OptionalDouble.of(1000), Duration.ofMillis(500), lookBack.burst()),
              new WindowLoad(OptionalDouble.of(1000), Duration.ofMillis(500), lookBack.length()));

      assertThat(trace.at(0, 10, moment).reason()).isEqualTo(ScalingReason.WAITING_UPSCALE_DELAY);
    }
  }
}
