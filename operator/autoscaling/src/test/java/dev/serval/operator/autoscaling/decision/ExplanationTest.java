package dev.serval.operator.autoscaling.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.autoscaling.load.MeasuredLoad;
import dev.serval.operator.autoscaling.policy.ScalingPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  private final ScalingPolicy policy =
      ScalingPolicy.between(0, 10)
          .targetOngoingRequests(3)
          .downscaleDelay(Duration.ofSeconds(90))
          .build();

  @Test
  void ofWhatTheLoadAsksFor() {
    assertThat(new Trace(policy, 3).at(0, 7.2).explanation())
        .isEqualTo("7.2 requests running or queued over 30s, 3 per replica wanted: 3 replicas");
    assertThat(new Trace(policy, 1).at(0, 1).explanation())
        .isEqualTo("1 request running or queued over 30s, 3 per replica wanted: 1 replica");
    assertThat(new Trace(policy, 1).at(0, 0.013).explanation())
        .isEqualTo("0.01 requests running or queued over 30s, 3 per replica wanted: 1 replica");
    assertThat(new Trace(policy, 0).at(0, 0).explanation())
        .isEqualTo("0 requests running or queued over 30s, 3 per replica wanted: 0 replicas");
  }

  @Test
  void ofWaiting() {
    assertThat(new Trace(policy, 3).at(0, 12).explanation())
        .isEqualTo(
            "12 requests running or queued over 30s, 3 per replica wanted: 4 replicas; 3 replicas"
                + " stay until that has lasted upscaleDelay, 30s");
    assertThat(new Trace(policy, 3).at(0, 6).explanation())
        .endsWith(": 2 replicas; 3 replicas stay until that has lasted downscaleDelay, 1m30s");
    assertThat(new Trace(policy, 1).at(0, 0).explanation())
        .endsWith(
            ": 0 replicas; 1 replica stays until that has lasted downscaleToZeroDelay, 1m30s");
  }

  @Test
  void ofFactors() {
    ScalingPolicy damped = ScalingPolicy.between(1, 100).upscalingFactor(0.5).build();

    assertThat(new Trace(damped, 4).at(0, 20).explanation())
        .startsWith(
            "20 requests running or queued over 30s, 2 per replica wanted: 7 replicas on the way"
                + " from 4 to 10 by upscalingFactor 0.5; 4 replicas stay");
  }

  @Test
  void ofBounds() {
    ScalingPolicy narrow = ScalingPolicy.between(2, 3).targetOngoingRequests(3).build();

    assertThat(new Trace(narrow, 3).at(0, 12).explanation())
        .endsWith("3 per replica wanted: 4 replicas; maxReplicas is 3");
    assertThat(new Trace(narrow, 2).at(0, 1).explanation())
        .endsWith("3 per replica wanted: 1 replica; minReplicas is 2");
    assertThat(new Trace(narrow, 9).at(0, 9).explanation())
        .isEqualTo("from 2 to 3 replicas are allowed: 3 replicas");
  }

  @Test
  void ofWhatIsNotKnown() {
    assertThat(new Trace(policy, 3).at(0, 3, MeasuredLoad.unknown(policy.lookBack())).explanation())
        .isEqualTo("the load is not known: it stays at 3 replicas");
  }

  @Test
  void ofAStart() {
    Trace trace = new Trace(policy, 0);

    assertThat(trace.at(0, 0, MeasuredLoad.constant(1, policy.lookBack())).explanation())
        .isEqualTo("1 request running or queued and no replica: 1 replica at once");
    assertThat(trace.at(1, 0, MeasuredLoad.constant(4, policy.lookBack())).explanation())
        .isEqualTo("4 requests running or queued until 1 replica has started");
  }

  @Test
  void ofABurst() {
    Trace trace = new Trace(policy, 2);

    assertThat(trace.at(0, 24).explanation())
        .isEqualTo(
            "24 requests running or queued, a burst for 2 replicas that should have 3"
                + " each: 8 replicas at once");
    assertThat(trace.at(1, 12).explanation())
        .endsWith(": 4 replicas; 8 replicas stay until 30s after the burst");
  }
}
