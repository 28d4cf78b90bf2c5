package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.HealthCheck;
import dev.serval.api.Stage;
import dev.serval.quarkus.runtime.health.ProcessHealth;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A replica that has not answered a health check well yet is not ready for calls. */
class FirstHealthCheckTest extends DoorTests {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application(LateRiser.class)
          .overrideConfigKey("serval.deployments.\"LateRiser\".health-check.period", "10ms")
          .overrideConfigKey(
              "serval.deployments.\"LateRiser\".health-check.failure-threshold", "3");

  /** Is well when the test says so. */
  @Stage("LateRiser")
  public static class LateRiser {

    static volatile boolean awake;

    /** Called by nobody. */
    public String hello() {
      return "hello";
    }

    /** Fails until awake. */
    @HealthCheck
    public void check() {
      if (!awake) {
        throw new IllegalStateException("is asleep");
      }
    }
  }

  @Inject ProcessHealth health;

  @Test
  void isReadyFromTheFirstGoodAnswerOn() throws Exception {
    await(() -> health.whyNotReady().contains("is asleep"));
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/q/health/ready").body()).contains("LateRiser-0", "is asleep");
    assertThat(get("/-/healthz").statusCode()).isEqualTo(503);

    LateRiser.awake = true;
    await(health::ready);
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);

    LateRiser.awake = false;
    await(() -> !health.ill().isEmpty());
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
  }
}
