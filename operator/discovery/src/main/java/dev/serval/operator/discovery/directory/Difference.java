package dev.serval.operator.discovery.directory;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is to be told to one who knows a version of an application so that it knows another.
 *
 * @param from the version that is known; 0 if complete
 * @param to the version after it; 0 if the application is unknown
 * @param complete whether it is all there is, so that what isn't in it is gone
 * @param settings if they changed; if complete, if there are any
 * @param deployments that changed, by name; if complete, all
 * @param removedDeployments names of those that are gone; none if complete
 */
public record Difference(
    long from,
    long to,
    boolean complete,
    Optional<RuntimeSettings> settings,
    SortedMap<String, DeploymentDifference> deployments,
    SortedSet<String> removedDeployments) {

  /** Copies what could change. */
  public Difference {
    deployments = Collections.unmodifiableSortedMap(new TreeMap<>(deployments));
    removedDeployments = Collections.unmodifiableSortedSet(new TreeSet<>(removedDeployments));
  }

  /** Of an application of which nothing is known, or nothing any more. */
  static Difference nothing() {
    return new Difference(0, 0, true, Optional.empty(), new TreeMap<>(), new TreeSet<>());
  }
}
