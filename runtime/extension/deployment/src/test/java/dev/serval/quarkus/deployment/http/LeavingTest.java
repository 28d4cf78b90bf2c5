package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.quarkus.runtime.health.ProcessHealth;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process that is about to stop says so, and still answers. */
class LeavingTest extends DoorTests {

  @RegisterExtension static final QuarkusUnitTest APPLICATION = application();

  @Inject ProcessHealth health;

  @Test
  void isNotReadyButAnswers() throws Exception {
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);

    health.leave();

    assertThat(get("/-/healthz").statusCode()).isEqualTo(503);
    assertThat(get("/-/healthz").body()).isEqualTo("{\"status\":\"draining\"}");
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/blocking").statusCode()).isEqualTo(200);
  }
}
