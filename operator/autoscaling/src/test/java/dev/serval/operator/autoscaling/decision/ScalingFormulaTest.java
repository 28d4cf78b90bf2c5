package dev.serval.operator.autoscaling.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingFormulaTest {

  /**
   * Ray Serve's own answers, for a target of 2 requests. A real autoscaler is taken through the
   * same ones in {@code operator/app}.
   */
  @ParameterizedTest(name = "{6}")
  @CsvFileSource(resources = "/ray-serve-vectors.csv", numLinesToSkip = 1)
  void vectors(
      int running, int target, double load, double up, double down, int wanted, String comment) {
    ScalingPolicy policy =
        ScalingPolicy.between(0, 1000).upscalingFactor(up).downscalingFactor(down).build();

    assertThat(ScalingFormula.wanted(policy, load, running, target)).isEqualTo(wanted);
  }

  /** Quotients and products that binary fractions put a little above the whole number. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 1,   3,  0.3, 3",
    "0.7, 1,   5,  2.1, 3",
    "1,   1.1, 10, 20,  21",
    "3,   1,   1,  9,   3",
    "0.3, 1,   2,  0.9, 3",
  })
  void roundingAsksForNoFurtherReplica(
      double perReplica, double factor, int running, double load, int wanted) {
    ScalingPolicy policy =
        ScalingPolicy.between(0, 1000)
            .targetOngoingRequests(perReplica)
            .upscalingFactor(factor)
            .build();

    assertThat(ScalingFormula.wanted(policy, load, running, running)).isEqualTo(wanted);
  }

  @Test
  void theLeastLoadIsNotNone() {
    ScalingPolicy policy = ScalingPolicy.between(0, 5).targetOngoingRequests(65535).build();
    double oneMillisecondOfAnHour = 1 / 3_600_000.0;

    assertThat(ScalingFormula.wanted(policy, oneMillisecondOfAnHour, 1, 1)).isEqualTo(1);
  }

  @Test
  void neverWantsLessThanNone() {
    ScalingPolicy policy = ScalingPolicy.between(0, 5).downscalingFactor(100).build();

    assertThat(ScalingFormula.wanted(policy, 1, 5, 5)).isZero();
  }

  @Test
  void anAbsurdLoadIsALargeNumber() {
    ScalingPolicy policy =
        ScalingPolicy.between(0, 5).targetOngoingRequests(Double.MIN_VALUE).build();

    assertThat(ScalingFormula.wanted(policy, 1e9, 1, 1)).isGreaterThan(900_000_000);
  }
}
