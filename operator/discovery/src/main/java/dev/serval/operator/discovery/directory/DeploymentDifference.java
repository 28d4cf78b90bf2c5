package dev.serval.operator.discovery.directory;

import java.util.List;

/**
 * What changed of a deployment's endpoints.
 *
 * @param endpoints that are new or changed, in the order of their ids; each replaces the one of its
 *     id
 * @param removed ids of endpoints that are gone, in order; some may never have been told
 */
public record DeploymentDifference(List<Endpoint> endpoints, List<String> removed) {

  /** Copies what could change. */
  public DeploymentDifference {
    endpoints = List.copyOf(endpoints);
    removed = List.copyOf(removed);
  }
}
