package dev.serval.operator.process;

import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while all caches follow the API server. Not part of liveness: while the API server is away
 * a restart would help nobody, and a cache that can't go on ends the process by itself.
 */
@Readiness
class CachesFollow implements HealthCheck {

  @Inject OperatorLifecycle operator;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("caches follow the API server")
        .status(operator.followsTheServer())
        .build();
  }
}
