package dev.serval.quarkus.runtime.health;

import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Up while no replica here is ill; else names those that are, and why. */
@Liveness
@Singleton
public class LivenessOfReplicas implements HealthCheck {

  private final ProcessHealth health;

  LivenessOfReplicas(ProcessHealth health) {
    this.health = health;
  }

  @Override
  public HealthCheckResponse call() {
    Map<String, String> ill = health.ill();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("serval replicas").status(ill.isEmpty());
    ill.forEach(response::withData);
    return response.build();
  }
}
