package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.HealthCheck;
import dev.serval.api.Stage;
import dev.serval.quarkus.runtime.health.ProcessHealth;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Probes: a replica that is ill is not live, a process that leaves is not ready. */
class HealthTest extends DoorTests {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application(Patient.class)
          .overrideConfigKey("serval.deployments.\"Patient\".health-check.period", "10ms")
          .overrideConfigKey("serval.deployments.\"Patient\".health-check.failure-threshold", "3");

  /** Is as well as the test says. */
  @Stage("Patient")
  public static class Patient {

    static volatile boolean ill;

    /** Called by nobody. */
    public String hello() {
      return "hello";
    }

    /** Fails while ill. */
    @HealthCheck
    public void check() {
      if (ill) {
        throw new IllegalStateException("has a cold");
      }
    }
  }

  @Inject ProcessHealth health;

  @AfterEach
  void recover() {
    Patient.ill = false;
  }

  @Test
  void illReplicaIsNotLiveUntilItIsWell() throws Exception {
    assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    await(health::ready);

    Patient.ill = true;
    await(() -> !health.ill().isEmpty());

    assertThat(get("/q/health/live").statusCode()).isEqualTo(503);
    assertThat(get("/q/health/live").body()).contains("Patient-0", "has a cold");
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);

    Patient.ill = false;
    await(() -> health.ill().isEmpty());
    assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
  }
}
