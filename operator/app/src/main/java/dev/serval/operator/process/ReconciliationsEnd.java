package dev.serval.operator.process;

import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive while reconciliations end. A request to the API server that never ends would keep its
 * thread for good; when all threads wait for such requests nothing is reconciled any more, and only
 * another process goes on.
 */
@Liveness
class ReconciliationsEnd implements HealthCheck {

  /** Longer than the client tries a request again, some of them one after the other. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Inject OperatorLifecycle operator;

  @Override
  public HealthCheckResponse call() {
    return of(operator.longestReconciliation());
  }

  /** The answer while the longest reconciliation runs for so long. */
  static HealthCheckResponse of(Duration longest) {
    return HealthCheckResponse.named("reconciliations end")
        .status(longest.compareTo(PATIENCE) < 0)
        .build();
  }
}
