package dev.serval.operator.plan.pod;

import dev.serval.operator.plan.resolve.HealthTiming;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.time.Duration;

/**
 * The probes of a stage's container. A replica asks its stage for its health itself; the probes ask
 * the replica, so they also find a process that doesn't answer at all.
 */
final class StageProbes {

  /** A replica that recovers is to be called again soon. */
  private static final Duration LONGEST_READINESS_PERIOD = Duration.ofSeconds(5);

  private static final int STARTUP_PERIOD_SECONDS = 1;

  /** Ten minutes, in which a Deployment must progress as well. */
  private static final int STARTUP_FAILURES = 600;

  private final HealthTiming timing;

  StageProbes(HealthTiming timing) {
    this.timing = timing;
  }

  /** Whether the stage was made, for which a model may have to be loaded. */
  Probe startup() {
    return probe("/q/health/started")
        .withPeriodSeconds(STARTUP_PERIOD_SECONDS)
        .withFailureThreshold(STARTUP_FAILURES)
        .build();
  }

  /** Whether the replica takes calls. */
  Probe readiness() {
    Duration period =
        timing.period().compareTo(LONGEST_READINESS_PERIOD) < 0
            ? timing.period()
            : LONGEST_READINESS_PERIOD;
    return probe("/q/health/ready")
        .withPeriodSeconds(WholeSeconds.atLeastOne(period))
        .withFailureThreshold(timing.failureThreshold())
        .build();
  }

  /** Whether the replica needs a restart. */
  Probe liveness() {
    return probe("/q/health/live")
        .withPeriodSeconds(WholeSeconds.atLeastOne(timing.period()))
        .withFailureThreshold(timing.failureThreshold())
        .build();
  }

  private ProbeBuilder probe(String path) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString(StagePorts.HTTP))
        .endHttpGet()
        .withTimeoutSeconds(WholeSeconds.atLeastOne(timing.timeout()));
  }
}
