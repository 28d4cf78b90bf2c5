package dev.serval.quarkus.runtime.handle;

import dev.serval.core.handle.DeploymentClient;

/** Makes clients of one contract. Implemented by a class that the build generates for each. */
@FunctionalInterface
public interface HandleFactory {

  /**
   * A client that calls through {@code client}.
   *
   * @throws IllegalArgumentException if the deployment's stage lacks a method of the contract
   */
  Object create(DeploymentClient client);
}
