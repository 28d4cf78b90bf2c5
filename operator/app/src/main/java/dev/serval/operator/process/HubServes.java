package dev.serval.operator.process;

import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the hub is served, if there is one: its Service leads to ready operators alone. */
@Readiness
class HubServes implements HealthCheck {

  @Inject OperatorLifecycle operator;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("the hub is served");
    return operator
        .hubProblem()
        .map(problem -> response.withData("problem", problem).down())
        .orElseGet(response::up)
        .build();
  }
}
