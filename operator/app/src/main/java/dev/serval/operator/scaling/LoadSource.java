package dev.serval.operator.scaling;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.DeploymentLoad;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What replicas report, of the whole cluster. Answers at once. */
public interface LoadSource {

  /**
   * The load of a deployment at {@code now}, of all its replicas that tell any, ready or not; empty
   * if nobody of its application does.
   */
  Optional<DeploymentLoad> load(ApplicationId application, String deployment, Instant now);

  /** Which of an application's replicas that take calls tell any at {@code now}, by deployment. */
  Map<String, ReadyReports> ready(ApplicationId application, Instant now);
}
