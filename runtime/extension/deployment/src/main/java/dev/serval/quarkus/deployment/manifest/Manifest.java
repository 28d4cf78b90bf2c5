package dev.serval.quarkus.deployment.manifest;

import java.util.List;

/**
 * A {@code ServeApplication} resource, as far as a build can know it. What is not set is left to
 * the defaults of the resource.
 *
 * @param name of the resource
 * @param image that holds the stages
 * @param ingress who answers HTTP, or {@code null} if nobody does
 */
record Manifest(String name, String image, Ingress ingress, List<Deployment> deployments) {

  /** Copies what could change. */
  Manifest {
    deployments = List.copyOf(deployments);
  }

  /**
   * Who answers HTTP.
   *
   * @param routePrefix where, or empty if it is not set
   * @param requestTimeout how long a request may take, or empty if it is not set
   */
  record Ingress(String deployment, String routePrefix, String requestTimeout) {}

  /**
   * One deployment.
   *
   * @param fields everything but the name
   */
  record Deployment(String name, Node.Fields fields) {}
}
