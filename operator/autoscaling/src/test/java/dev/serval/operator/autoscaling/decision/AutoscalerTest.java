package dev.serval.operator.autoscaling.decision;

import static dev.serval.operator.autoscaling.decision.Trace.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.autoscaling.load.LoadWindow;
import dev.serval.operator.autoscaling.load.LookBack;
import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.load.WindowLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AutoscalerTest {

  private static final ScalingPolicy DEFAULTS = ScalingPolicy.between(1, 20).build();
  private static final ScalingPolicy FROM_ZERO = ScalingPolicy.between(0, 20).build();

  @Nested
  class KnownInPart {

    @Test
    void aPartOfTheLoadAsksForMoreLikeAll() {
      Trace trace = new Trace(DEFAULTS, 4);
      for (int second = 0; second < 30; second++) {
        trace.at(second, 4, atLeast(13));
      }

      assertThat(trace.at(30, 4, atLeast(13)).target()).isEqualTo(7);
      assertThat(trace.at(31, 4, atLeast(13)).reason()).isNotEqualTo(ScalingReason.NO_DATA);
    }

    @Test
    void aPartOfTheLoadIsABurstLikeAll() {
      assertThat(new Trace(DEFAULTS, 2).at(0, 2, atLeast(30)).reason())
          .isEqualTo(ScalingReason.BURST);
    }

    @Test
    void aPartOfTheLoadNeverAsksForFewerAndDelaysBeginAnew() {
      Trace trace = new Trace(DEFAULTS, 10);
      trace.during(0, 590, 5);

      Decision part = trace.at(590, 10, atLeast(5));
      assertThat(part.target()).isEqualTo(10);
      assertThat(part.reason()).isEqualTo(ScalingReason.NO_DATA);
      assertThat(part.explanation())
          .isEqualTo("not all of the load is known: it stays at 10 replicas");

      assertThat(trace.during(591, 1191, 5).target()).isEqualTo(10);
      assertThat(trace.at(1191, 5).target()).isEqualTo(3);
    }

    private static MeasuredLoad atLeast(double load) {
      MeasuredLoad all = MeasuredLoad.constant(load, DEFAULTS.lookBack());
      return new MeasuredLoad(
          all.now(), all.latest(), all.burst(), all.ofLate(), all.lookBack(), true);
    }
  }

  @Nested
  class Bounds {

    @Test
    void theLoadMayAskForMoreOrFewerThanThereMayBe() {
      Trace trace = new Trace(ScalingPolicy.between(2, 4).build(), 3);

      trace.during(0, 31, 16);
      assertThat(trace.state().target()).isEqualTo(4);
      assertThat(trace.at(31, 16).reason()).isEqualTo(ScalingReason.AT_MAX);
      trace.during(32, 633, 0);
      assertThat(trace.state().target()).isEqualTo(2);
      assertThat(trace.at(633, 0).reason()).isEqualTo(ScalingReason.AT_MIN);
    }

    @Test
    void changedOnesTakeEffectAtOnceEvenWithoutData() {
      Trace trace = new Trace(DEFAULTS, 10);
      trace.policy(ScalingPolicy.between(1, 6).build());
      Decision fewer = trace.at(0, 10, MeasuredLoad.unknown(DEFAULTS.lookBack()));
      assertThat(fewer.target()).isEqualTo(6);
      assertThat(fewer.reason()).isEqualTo(ScalingReason.BOUNDS);

      trace.policy(ScalingPolicy.between(8, 20).build());
      assertThat(trace.at(1, 12).target()).isEqualTo(8);
    }

    @Test
    void aLoadThatHasWaitedForAHigherOneWaitsNoMore() {
      Trace trace = new Trace(ScalingPolicy.between(1, 4).build(), 4);
      trace.during(0, 40, 13);

      trace.policy(DEFAULTS);
      assertThat(trace.at(40, 13).target()).isEqualTo(7);
    }

    @Test
    void aHigherOneAloneMovesNothing() {
      Trace trace = new Trace(ScalingPolicy.between(1, 4).build(), 4);
      trace.during(0, 40, 7);

      trace.policy(DEFAULTS);
      assertThat(trace.during(40, 700, 7).target()).isEqualTo(4);
      assertThat(trace.targets()).containsExactly(4);
    }

    @Test
    void aNewDeploymentStartsWithItsInitialReplicas() {
      ScalingPolicy policy = ScalingPolicy.between(1, 20).initialReplicas(5).build();
      ScalingState state = ScalingState.initial(policy);

      Step step =
          Autoscaler.decide(
              policy, state, new Observation(0, 0, MeasuredLoad.constant(0, policy.lookBack())));
      assertThat(step.decision().target()).isEqualTo(5);
    }
  }

  @Nested
  class WithoutData {

    private final MeasuredLoad unknown = MeasuredLoad.unknown(DEFAULTS.lookBack());

    @Test
    void nothingMoves() {
      Trace trace = new Trace(DEFAULTS, 7);
      for (int second = 0; second < 2000; second++) {
        assertThat(trace.at(second, 7, unknown).target()).isEqualTo(7);
      }
      assertThat(trace.at(2000, 7, unknown).reason()).isEqualTo(ScalingReason.NO_DATA);
      assertThat(trace.at(2001, 7, unknown).wanted()).isEmpty();
    }

    @Test
    void delaysBeginAnewForNobodySawTheLoadAsk() {
      Trace trace = new Trace(DEFAULTS, 10);
      trace.during(0, 599, 5);
      trace.at(599, 10, unknown);

      assertThat(trace.during(600, 1200, 5).target()).isEqualTo(10);
      assertThat(trace.at(1200, 5).target()).isEqualTo(3);
    }

    @Test
    void silenceAfterALoadIsNoData() {
      LoadWindow window = new LoadWindow(DEFAULTS.lookBack(), Duration.ofSeconds(5));
      window.report(0, 2);
      Trace trace = new Trace(DEFAULTS, 7);

      assertThat(trace.at(6, 7, window.measure(6 * SECOND)).reason())
          .isEqualTo(ScalingReason.NO_DATA);
    }
  }

  @Nested
  class AfterARestart {

    private final ScalingPolicy eager =
        ScalingPolicy.between(0, 20)
            .downscaleDelay(Duration.ZERO)
            .lookBackPeriod(Duration.ofSeconds(60))
            .build();
    private final LoadWindow window = new LoadWindow(eager.lookBack(), Duration.ofSeconds(5));

    @Test
    void thereAreNoFewerBeforeAWholeWindowIsKnown() {
      Trace trace = new Trace(eager, 8);
      for (int second = 0; second < 60; second++) {
        window.report(second * SECOND, 4);
        Decision decision = trace.at(second, 8, window.measure(second * SECOND));
        assertThat(decision.target()).isEqualTo(8);
        assertThat(decision.reason()).isEqualTo(ScalingReason.WINDOW_NOT_FULL);
      }
      assertThat(trace.at(60, 8, window.measure(60 * SECOND)).target()).isEqualTo(2);
    }

    @Test
    void thereMayBeMore() {
      Trace trace = new Trace(eager, 8);
      for (int second = 0; second <= 30; second++) {
        window.report(second * SECOND, 20);
        trace.at(second, 8, window.measure(second * SECOND));
      }
      assertThat(trace.state().target()).isEqualTo(10);
    }

    @Test
    void aGapIsAsGoodAsARestart() {
      Trace trace = new Trace(eager, 8);
      for (int second = 0; second < 170; second++) {
        if (second < 100 || second >= 110) {
          window.report(second * SECOND, second < 100 ? 16 : 4);
        }
        assertThat(trace.at(second, 8, window.measure(second * SECOND)).target())
            .as("at %d s", second)
            .isEqualTo(8);
      }
      assertThat(trace.at(170, 8, window.measure(170 * SECOND)).target()).isEqualTo(2);
    }
  }

  @Nested
  class FromNone {

    @Test
    void theFirstRequestStartsAReplicaAtOnce() {
      LoadWindow window = new LoadWindow(FROM_ZERO.lookBack(), Duration.ofSeconds(5));
      Trace trace = new Trace(FROM_ZERO, 0);
      window.report(0, 0);
      assertThat(trace.at(1, 0, window.measure(SECOND)).reason()).isEqualTo(ScalingReason.AT_ZERO);

      window.report(2 * SECOND, 1);
      Decision decision = trace.at(2, 0, window.measure(2 * SECOND));
      assertThat(decision.target()).isEqualTo(1);
      assertThat(decision.reason()).isEqualTo(ScalingReason.COLD_START);
      assertThat(trace.at(3, 0, window.measure(3 * SECOND)).reason())
          .isEqualTo(ScalingReason.STARTING);
    }

    @Test
    void evenIfNothingElseIsKnown() {
      LoadWindow window = new LoadWindow(FROM_ZERO.lookBack(), Duration.ofSeconds(5));
      window.report(0, 1);

      assertThat(new Trace(FROM_ZERO, 0).at(0, 0, window.measure(0)).target()).isEqualTo(1);
    }

    @Test
    void asManyAsTheFactorSays() {
      ScalingPolicy policy = ScalingPolicy.between(0, 20).upscalingFactor(5).build();

      assertThat(new Trace(policy, 0).at(0, 3).target()).isEqualTo(5);
    }

    @Test
    void noMoreThanThereMayBe() {
      ScalingPolicy policy = ScalingPolicy.between(0, 3).upscalingFactor(5).build();

      assertThat(new Trace(policy, 0).at(0, 3).target()).isEqualTo(3);
    }

    @Test
    void aThousandRequestsInASecondDoNotWaitForOneReplica() {
      LoadWindow window = new LoadWindow(FROM_ZERO.lookBack(), Duration.ofSeconds(5));
      Trace trace = new Trace(FROM_ZERO, 0);
      for (int tenth = 0; tenth <= 20; tenth++) {
        window.report(tenth * SECOND / 10, Math.min(1000, tenth * 100));
        trace.at(tenth / 10.0, 0, window.measure(tenth * SECOND / 10));
      }
      assertThat(trace.targets()).startsWith(0, 1).endsWith(20);
    }

    @Test
    void aRequestThatComesAsTheLastReplicaIsToGoKeepsIt() {
      Trace trace = new Trace(FROM_ZERO, 1);
      trace.during(0, 600, 0);
      LookBack lookBack = FROM_ZERO.lookBack();
      MeasuredLoad justCome =
          new MeasuredLoad(
              OptionalLong.of(1),
              WindowLoad.full(0, lookBack.latest()),
              WindowLoad.full(0, lookBack.burst()),
              WindowLoad.full(0, lookBack.length()));

      assertThat(trace.at(600, 1, justCome).target()).isEqualTo(1);
      assertThat(trace.at(601, 0).reason())
          .isEqualTo(ScalingReason.WAITING_DOWNSCALE_TO_ZERO_DELAY);
    }

    @Test
    void aReplicaThatIsStillEndingTakesNoRequests() {
      assertThat(
              new Trace(FROM_ZERO, 0)
                  .at(0, 1, MeasuredLoad.constant(1, FROM_ZERO.lookBack()))
                  .reason())
          .isEqualTo(ScalingReason.COLD_START);
    }
  }
}
