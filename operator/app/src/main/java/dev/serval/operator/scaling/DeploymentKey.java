package dev.serval.operator.scaling;

import dev.serval.operator.discovery.ApplicationId;
import java.util.Objects;

/**
 * A deployment of an application.
 *
 * @param name in the spec
 */
record DeploymentKey(ApplicationId application, String name) {

  /** Refuses what is not set. */
  DeploymentKey {
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(name, "name");
  }

  @Override
  public String toString() {
    return application + "/" + name;
  }
}
