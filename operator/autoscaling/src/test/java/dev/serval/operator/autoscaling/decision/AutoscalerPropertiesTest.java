package dev.serval.operator.autoscaling.decision;

import static dev.serval.operator.autoscaling.decision.Trace.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.autoscaling.load.LoadWindow;
import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds for every policy, every load and every delay of replicas. */
class AutoscalerPropertiesTest {

  private static final Duration BELIEVED = Duration.ofSeconds(5);

  @Property(seed = "1", tries = 500)
  void neverOutOfBoundsNorDownUnseenNorDownInABurst(
      @ForAll("policies") ScalingPolicy policy, @ForAll long seed) {
    Random random = new Random(seed);
    LoadWindow window = new LoadWindow(policy.lookBack(), BELIEVED);
    ScalingState state = ScalingState.of(random.nextInt(30));
    OptionalLong lastBurst = OptionalLong.empty();
    for (int second = 0; second < 400; second++) {
      report(window, second, random);
      Observation seen =
          new Observation(
              second * SECOND, random.nextInt(state.target() + 2), window.measure(second * SECOND));
      Step step = Autoscaler.decide(policy, state, seen);
      Decision decision = step.decision();

      assertThat(decision.target()).isBetween(policy.minReplicas(), policy.maxReplicas());
      assertThat(decision.previous()).isEqualTo(state.target());
      assertThat(decision.explanation()).isNotBlank();
      int allowed = policy.bounded(state.target());
      if (decision.target() < allowed) {
        assertThat(decision.reason()).isEqualTo(ScalingReason.DOWNSCALED);
        assertThat(seen.load().now()).isPresent();
        assertThat(seen.load().lookBack().isFull()).isTrue();
        assertThat(decision.target() > 0 || allowed == 1).isTrue();
        assertThat(lastBurst.stream().allMatch(at -> longAgo(policy, seen, at))).isTrue();
      }
      if (decision.reason() == ScalingReason.BURST) {
        lastBurst = OptionalLong.of(seen.nanos());
      }
      state = step.state();
    }
  }

  private static boolean longAgo(ScalingPolicy policy, Observation seen, long burst) {
    return seen.nanos() - burst > policy.lookBack().length().toNanos();
  }

  private static void report(LoadWindow window, int second, Random random) {
    boolean silent = second % 100 > 80 && random.nextBoolean();
    if (!silent) {
      int scale = 1 << random.nextInt(second % 50 < 5 ? 12 : 5);
      window.report(second * SECOND - random.nextInt(500_000_000), random.nextInt(scale));
    }
  }

  @Property(seed = "2")
  void moreLoadNeverMeansFewerReplicas(
      @ForAll("policies") ScalingPolicy policy,
      @ForAll("states") ScalingState state,
      @ForAll @IntRange(max = 30) int ready,
      @ForAll @DoubleRange(max = 200) double load,
      @ForAll @DoubleRange(max = 200) double more) {
    assertThat(target(policy, state, ready, load + more))
        .isGreaterThanOrEqualTo(target(policy, state, ready, load));
  }

  private static int target(ScalingPolicy policy, ScalingState state, int ready, double load) {
    MeasuredLoad measured = MeasuredLoad.constant(load, policy.lookBack());
    return Autoscaler.decide(policy, state, new Observation(1000 * SECOND, ready, measured))
        .decision()
        .target();
  }

  @Property(seed = "3", tries = 100)
  void noiseThatAsksForNothingElseMovesNothing(
      @ForAll @IntRange(min = 1, max = 50) int replicas,
      @ForAll @IntRange(min = 10, max = 100) int perReplica,
      @ForAll long seed) {
    ScalingPolicy policy =
        ScalingPolicy.between(0, 100)
            .targetOngoingRequests(perReplica)
            .upscaleDelay(Duration.ZERO)
            .downscaleDelay(Duration.ZERO)
            .build();
    Random random = new Random(seed);
    LoadWindow window = new LoadWindow(policy.lookBack(), BELIEVED);
    ScalingState state = ScalingState.of(replicas);
    for (int second = 0; second < 3600; second++) {
      window.report(second * SECOND, (replicas - 1) * perReplica + 1 + random.nextInt(perReplica));
      Observation seen =
          new Observation(second * SECOND, replicas, window.measure(second * SECOND));
      state = Autoscaler.decide(policy, state, seen).state();
      assertThat(state.target()).isEqualTo(replicas);
    }
  }

  @Property(seed = "4", tries = 200)
  void theSameArgumentsGiveTheSameDecision(
      @ForAll("policies") ScalingPolicy policy,
      @ForAll("states") ScalingState state,
      @ForAll @DoubleRange(max = 200) double load) {
    Observation seen =
        new Observation(5 * SECOND, 3, MeasuredLoad.constant(load, policy.lookBack()));

    assertThat(Autoscaler.decide(policy, state, seen))
        .isEqualTo(Autoscaler.decide(policy, state, seen));
  }

  @Provide
  Arbitrary<ScalingPolicy> policies() {
    Arbitrary<Double> factors = Arbitraries.of(1.0, 1.0, 0.1, 0.5, 2.0, 10.0);
    Arbitrary<Integer> delays = Arbitraries.of(0, 1, 5, 30, 100);
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(3, 40),
            Arbitraries.doubles().between(0.1, 20),
            Arbitraries.integers().between(1, 60),
            delays,
            delays,
            factors,
            factors)
        .as(
            (min, max, target, lookBack, upDelay, downDelay, up, down) ->
                ScalingPolicy.between(min, max)
                    .targetOngoingRequests(target)
                    .lookBackPeriod(Duration.ofSeconds(lookBack))
                    .upscaleDelay(Duration.ofSeconds(upDelay))
                    .downscaleDelay(Duration.ofSeconds(downDelay))
                    .upscalingFactor(up)
                    .downscalingFactor(down)
                    .build());
  }

  @Provide
  Arbitrary<ScalingState> states() {
    Arbitrary<Breach> breaches =
        Combinators.combine(
                Arbitraries.of(Breach.Direction.class),
                Arbitraries.longs().between(800, 990),
                Arbitraries.doubles().between(0, 100))
            .as(
                (direction, second, load) ->
                    Breach.beginning(direction, second * SECOND)
                        .with(load)
                        .at((second + 5) * SECOND, Duration.ofSeconds(10))
                        .with(load / 2));
    Arbitrary<OptionalLong> bursts =
        Arbitraries.longs()
            .between(900, 1000)
            .map(second -> second < 950 ? OptionalLong.empty() : OptionalLong.of(second * SECOND));
    return Combinators.combine(Arbitraries.integers().between(0, 40), breaches, bursts)
        .as(ScalingState::new);
  }
}
