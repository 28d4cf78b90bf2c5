package dev.serval.quarkus.runtime;

import dev.serval.core.app.ApplicationHost;

/**
 * The engine of this process, as a bean: made when the application starts, before it listens for
 * HTTP, and drained and closed when it stops.
 *
 * @param host the replicas here and the handles to all deployments
 * @param ingressDeployment the deployment that answers HTTP, or empty if the application has none
 */
public record ServalRuntime(ApplicationHost host, String ingressDeployment) {

  /** Whether this process answers the application's routes. */
  public boolean hostsIngress() {
    return !ingressDeployment.isEmpty() && host.settings().hosts(ingressDeployment);
  }
}
