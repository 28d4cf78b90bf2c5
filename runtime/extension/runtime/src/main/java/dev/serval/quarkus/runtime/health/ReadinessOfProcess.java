package dev.serval.quarkus.runtime.health;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Up while requests are welcome. */
@Readiness
@Singleton
public class ReadinessOfProcess implements HealthCheck {

  private final ProcessHealth health;

  ReadinessOfProcess(ProcessHealth health) {
    this.health = health;
  }

  @Override
  public HealthCheckResponse call() {
    String reason = health.whyNotReady();
    return reason.isEmpty()
        ? HealthCheckResponse.up("serval")
        : HealthCheckResponse.named("serval").down().withData("reason", reason).build();
  }
}
