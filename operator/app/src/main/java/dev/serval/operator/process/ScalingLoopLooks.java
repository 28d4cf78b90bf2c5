package dev.serval.operator.process;

import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive while whoever leads looks at autoscaled deployments. A look reads caches and asks nobody,
 * so it isn't the API server that keeps it from ending; a leader that looks no more has to make
 * place for another.
 */
@Liveness
class ScalingLoopLooks implements HealthCheck {

  /** Looks are due each second. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject OperatorLifecycle operator;

  @Override
  public HealthCheckResponse call() {
    return of(operator.scalingIdle());
  }

  /** The answer of a loop that was idle for so long. */
  static HealthCheckResponse of(Duration idle) {
    return HealthCheckResponse.named("autoscaled deployments are looked at")
        .status(idle.compareTo(PATIENCE) < 0)
        .build();
  }
}
