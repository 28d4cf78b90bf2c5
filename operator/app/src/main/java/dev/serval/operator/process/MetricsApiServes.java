package dev.serval.operator.process;

import dev.serval.operator.metricsapi.MetricsApi;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the metrics API listens, if there is one. That nobody can be believed for want of a
 * right is said but doesn't count: it is so for every operator, and replicas need the hub.
 */
@Readiness
class MetricsApiServes implements HealthCheck {

  @Inject OperatorLifecycle operator;

  @Override
  public HealthCheckResponse call() {
    Optional<MetricsApi> api = operator.metricsApi();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("the metrics API is served")
            .status(api.map(MetricsApi::isServed).orElse(true));
    api.flatMap(MetricsApi::problem).ifPresent(problem -> response.withData("problem", problem));
    return response.build();
  }
}
