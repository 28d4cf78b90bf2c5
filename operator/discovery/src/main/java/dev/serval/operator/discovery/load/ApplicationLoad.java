package dev.serval.operator.discovery.load;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The reports of one application and the sums over them. For one thread at a time. */
final class ApplicationLoad {

  private static final DeploymentSums NOTHING = new DeploymentSums();

  private final Map<String, ReplicaReport> byReplica = new HashMap<>();
  private final Map<String, DeploymentSums> sums = new HashMap<>();

  Optional<ReplicaReport> of(ReplicaId replica) {
    return Optional.ofNullable(byReplica.get(replica.name()));
  }

  Collection<ReplicaReport> reports() {
    return byReplica.values();
  }

  /**
   * Takes a report in the place of the one before.
   *
   * @return the deployments of which a rise is to be told
   */
  Set<String> put(ReplicaReport report) {
    ReplicaReport before = byReplica.put(report.replica().name(), report);
    Map<String, Long> queuedBefore = new HashMap<>();
    report
        .load()
        .queued()
        .keySet()
        .forEach(name -> queuedBefore.put(name, sums.getOrDefault(name, NOTHING).queued()));
    // added first, so that sums that stay are not made anew
    count(report, 1);
    if (before != null) {
      count(before, -1);
    }
    Set<String> rises = new HashSet<>();
    String own = report.replica().deployment();
    if (sums.get(own).rises(queuedBefore.getOrDefault(own, Long.MAX_VALUE))) {
      rises.add(own);
    }
    queuedBefore.forEach(
        (name, calls) -> {
          if (sums.get(name).rises(calls)) {
            rises.add(name);
          }
        });
    return rises;
  }

  void remove(ReplicaReport report) {
    byReplica.remove(report.replica().name());
    count(report, -1);
  }

  private void count(ReplicaReport report, int sign) {
    String own = report.replica().deployment();
    of(own).count(report.load(), sign);
    report.load().queued().forEach((name, calls) -> of(name).countQueued(calls, sign));
    CallCounts counted = report.counted();
    of(own).countRegular(counted.ongoing(), sign);
    counted.queued().forEach((name, calls) -> of(name).countRegularlyQueued(calls, sign));
    if (sign < 0) {
      dropIfEmpty(own);
      report.load().queued().keySet().forEach(this::dropIfEmpty);
      counted.queued().keySet().forEach(this::dropIfEmpty);
    }
  }

  private DeploymentSums of(String deployment) {
    return sums.computeIfAbsent(deployment, name -> new DeploymentSums());
  }

  private void dropIfEmpty(String deployment) {
    DeploymentSums known = sums.get(deployment);
    if (known != null && known.isEmpty()) {
      sums.remove(deployment);
    }
  }

  boolean isEmpty() {
    return byReplica.isEmpty();
  }

  DeploymentLoad look(String deployment) {
    DeploymentSums known = sums.get(deployment);
    return known == null ? new DeploymentLoad(0, 0, 0) : known.look();
  }
}
