package dev.serval.operator.discovery.directory;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The endpoints of a deployment from its slices. While an endpoint moves from one slice to another
 * both may name it; then the first of them by name counts. Not safe for several threads.
 */
final class DeploymentEndpoints {

  private final SortedMap<String, Map<String, Endpoint>> slices = new TreeMap<>();
  private final SortedMap<String, Endpoint> merged = new TreeMap<>();

  /** Replaces a slice and returns the ids of the endpoints that are not what they were. */
  Set<String> put(String slice, Map<String, Endpoint> endpoints) {
    Map<String, Endpoint> before = slices.put(slice, Map.copyOf(endpoints));
    Set<String> touched = new HashSet<>(endpoints.keySet());
    touched.addAll(before == null ? Set.of() : before.keySet());
    return merge(touched);
  }

  /** Removes a slice and returns the ids of the endpoints that are not what they were. */
  Set<String> remove(String slice) {
    Map<String, Endpoint> before = slices.remove(slice);
    return before == null ? Set.of() : merge(before.keySet());
  }

  private Set<String> merge(Set<String> touched) {
    Set<String> changed = new HashSet<>();
    for (String id : touched) {
      Endpoint now = firstOf(id);
      Endpoint before = now == null ? merged.remove(id) : merged.put(id, now);
      if (!Objects.equals(before, now)) {
        changed.add(id);
      }
    }
    return changed;
  }

  private Endpoint firstOf(String id) {
    for (Map<String, Endpoint> slice : slices.values()) {
      Endpoint endpoint = slice.get(id);
      if (endpoint != null) {
        return endpoint;
      }
    }
    return null;
  }

  boolean hasSlices() {
    return !slices.isEmpty();
  }

  int count() {
    return merged.size();
  }

  Collection<Endpoint> all() {
    return merged.values();
  }

  Set<String> ids() {
    return Set.copyOf(merged.keySet());
  }

  Endpoint get(String id) {
    return merged.get(id);
  }
}
