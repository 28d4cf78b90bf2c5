package dev.serval.operator.scaling;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.DeploymentLoad;
import java.time.Instant;
import java.util.Optional;

/** What replicas report, of the whole cluster. Answers at once. */
@FunctionalInterface
public interface LoadSource {

  /** The load of a deployment at {@code now}; empty if nobody of its application told any. */
  Optional<DeploymentLoad> load(ApplicationId application, String deployment, Instant now);
}
