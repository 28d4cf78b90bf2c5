package dev.serval.operator.discovery.directory;

import dev.serval.operator.discovery.directory.ChangeLog.Touched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One application: how it is, its version and what changed. Not safe for several threads. */
final class ApplicationRecord {

  /** The least that a log keeps; above it as much as there are endpoints. */
  private static final int LEAST_KEPT = 64;

  private final SortedMap<String, DeploymentEndpoints> deployments = new TreeMap<>();
  private final ChangeLog log;
  private RuntimeSettings settings;
  private boolean settingsGone;
  private long version;

  /**
   * An application of which nothing is known yet.
   *
   * @param first the version of its first change; what was told before it was of an earlier
   *     application of that name
   */
  ApplicationRecord(long first) {
    this.log = new ChangeLog(first);
  }

  long version() {
    return version;
  }

  /** Whether there is enough to tell of: replicas need settings. */
  boolean isKnown() {
    return settings != null;
  }

  boolean isEmpty() {
    return (settings == null || settingsGone) && deployments.isEmpty();
  }

  boolean putSettings(RuntimeSettings now, long next) {
    settingsGone = false;
    if (now.equals(settings)) {
      return false;
    }
    settings = now;
    log.add(new Touched.Settings(next));
    return changedAt(next);
  }

  /** Nobody runs without settings: as long as there are replicas, these are theirs. */
  void forgetSettings() {
    settingsGone = true;
  }

  boolean putSlice(String deployment, String slice, Map<String, Endpoint> endpoints, long next) {
    boolean isNew = !deployments.containsKey(deployment);
    Set<String> changed =
        deployments
            .computeIfAbsent(deployment, name -> new DeploymentEndpoints())
            .put(slice, endpoints);
    if (isNew) {
      log.add(new Touched.Deployment(next, deployment));
    }
    return logged(deployment, changed, next) || isNew && changedAt(next);
  }

  boolean removeSlice(String deployment, String slice, long next) {
    DeploymentEndpoints endpoints = deployments.get(deployment);
    if (endpoints == null) {
      return false;
    }
    Set<String> changed = endpoints.remove(slice);
    boolean gone = !endpoints.hasSlices();
    if (gone) {
      deployments.remove(deployment);
      log.add(new Touched.Deployment(next, deployment));
    }
    return logged(deployment, changed, next) || gone && changedAt(next);
  }

  private boolean logged(String deployment, Set<String> changed, long next) {
    changed.forEach(id -> log.add(new Touched.Replica(next, deployment, id)));
    return !changed.isEmpty() && changedAt(next);
  }

  private boolean changedAt(long next) {
    version = next;
    log.trim(Math.max(LEAST_KEPT, endpoints()));
    return true;
  }

  int endpoints() {
    return deployments.values().stream().mapToInt(DeploymentEndpoints::count).sum();
  }

  /** The ids of endpoints by deployment. */
  Map<String, Set<String>> ids() {
    Map<String, Set<String>> ids = new HashMap<>();
    deployments.forEach((name, endpoints) -> ids.put(name, endpoints.ids()));
    return ids;
  }

  int logSize() {
    return log.size();
  }

  /** What to tell one who knows {@code from}; everything if that can't be told from the log. */
  Difference since(long from) {
    return from == 0 || from > version || !log.reachesBackTo(from)
        ? complete()
        : new Compaction(from).difference();
  }

  private Difference complete() {
    SortedMap<String, DeploymentDifference> all = new TreeMap<>();
    deployments.forEach(
        (name, endpoints) ->
            all.put(name, new DeploymentDifference(List.copyOf(endpoints.all()), List.of())));
    return new Difference(0, version, true, Optional.ofNullable(settings), all, new TreeSet<>());
  }

  /** Everything that was touched since a version, once, as it is now. */
  private final class Compaction {

    private final long from;
    private final SortedMap<String, SortedSet<String>> ids = new TreeMap<>();
    private boolean settingsTouched;

    Compaction(long from) {
      this.from = from;
      log.forEachAfter(from, this::collect);
    }

    private void collect(Touched touched) {
      switch (touched) {
        case Touched.Settings ignored -> settingsTouched = true;
        case Touched.Deployment(long ignored, String name) -> idsOf(name);
        case Touched.Replica(long ignored, String name, String id) -> idsOf(name).add(id);
      }
    }

    private SortedSet<String> idsOf(String deployment) {
      return ids.computeIfAbsent(deployment, name -> new TreeSet<>());
    }

    Difference difference() {
      SortedMap<String, DeploymentDifference> changed = new TreeMap<>();
      SortedSet<String> removed = new TreeSet<>();
      ids.forEach(
          (name, touched) -> {
            DeploymentEndpoints now = deployments.get(name);
            if (now == null) {
              removed.add(name);
            } else {
              changed.put(name, compare(now, touched));
            }
          });
      return new Difference(
          from,
          version,
          false,
          settingsTouched ? Optional.ofNullable(settings) : Optional.empty(),
          changed,
          removed);
    }

    private static DeploymentDifference compare(DeploymentEndpoints now, Set<String> touched) {
      List<Endpoint> endpoints = new ArrayList<>();
      List<String> removed = new ArrayList<>();
      for (String id : touched) {
        Endpoint endpoint = now.get(id);
        if (endpoint == null) {
          removed.add(id);
        } else {
          endpoints.add(endpoint);
        }
      }
      return new DeploymentDifference(endpoints, removed);
    }
  }
}
