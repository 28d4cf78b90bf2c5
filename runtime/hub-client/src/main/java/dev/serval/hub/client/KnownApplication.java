package dev.serval.hub.client;

import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.hub.v1.DeploymentChange;
import dev.serval.hub.v1.Endpoint;
import dev.serval.hub.v1.Hello;
import dev.serval.hub.v1.Settings;
import dev.serval.hub.v1.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a replica has been told of its application. A snapshot is taken as a whole or not at all,
 * and whatever it contains, this stays bounded and true to what was taken. Used by one thread at a
 * time.
 */
final class KnownApplication {

  private long epoch;
  private long version;
  private Map<String, Map<String, ReplicaEndpoint>> deployments = new HashMap<>();

  /** What to ask a hub for: what has changed since, or, if nothing is known, everything. */
  Hello hello() {
    return Hello.newBuilder().setEpoch(epoch).setVersion(version).build();
  }

  /** Asks for everything the next time. What is known of replicas stays until that has come. */
  void askForEverything() {
    epoch = 0;
    version = 0;
  }

  /**
   * Takes a snapshot.
   *
   * @throws SnapshotException if it breaks a rule or is the difference to something else; nothing
   *     has changed then
   */
  AppliedSnapshot apply(Snapshot snapshot) throws SnapshotException {
    if (snapshot.getEpoch() == 0) {
      throw new SnapshotException("it has no epoch");
    }
    if (snapshot.getVersion() == 0) {
      askForEverything();
      return new AppliedSnapshot(Map.of(), null, true);
    }
    if (!snapshot.getComplete()) {
      checkFits(snapshot);
    }
    Map<String, Map<String, ReplicaEndpoint>> after =
        snapshot.getComplete() ? new HashMap<>() : new HashMap<>(deployments);
    Set<String> changed = new HashSet<>();
    for (String name : snapshot.getRemovedDeploymentsList()) {
      after.remove(name);
      changed.add(name);
    }
    for (DeploymentChange change : snapshot.getDeploymentsList()) {
      String name = SnapshotRules.name("deployment", change.getDeployment());
      if (!changed.add(name)) {
        throw new SnapshotException("it has deployment " + name + " twice");
      }
      after.put(name, changed(name, after.getOrDefault(name, Map.of()), change));
    }
    SnapshotRules.checkSize(after);
    Settings settings = snapshot.hasSettings() ? checked(snapshot.getSettings()) : null;
    if (snapshot.getComplete()) {
      changed.addAll(deployments.keySet());
    }
    epoch = snapshot.getEpoch();
    version = snapshot.getVersion();
    deployments = after;
    return new AppliedSnapshot(replicasOf(changed), settings, false);
  }

  private void checkFits(Snapshot difference) throws SnapshotException {
    if (difference.getEpoch() != epoch || difference.getSince() != version) {
      throw new SnapshotException(
          "it is the difference to version "
              + difference.getSince()
              + " of "
              + difference.getEpoch()
              + ", but the replica has version "
              + version
              + " of "
              + epoch);
    }
    if (Long.compareUnsigned(difference.getVersion(), version) < 0) {
      throw new SnapshotException(
          "it goes back from version " + version + " to " + difference.getVersion());
    }
  }

  private static Map<String, ReplicaEndpoint> changed(
      String deployment, Map<String, ReplicaEndpoint> before, DeploymentChange change)
      throws SnapshotException {
    Map<String, ReplicaEndpoint> after = new LinkedHashMap<>(before);
    after.keySet().removeAll(Set.copyOf(change.getRemovedList()));
    Set<String> named = new HashSet<>(change.getRemovedList());
    for (Endpoint told : change.getEndpointsList()) {
      ReplicaEndpoint endpoint = SnapshotRules.endpoint(deployment, told);
      if (!named.add(endpoint.id())) {
        throw new SnapshotException("it has replica " + endpoint.id() + " twice");
      }
      after.put(endpoint.id(), endpoint);
    }
    return after;
  }

  private static Settings checked(Settings settings) throws SnapshotException {
    SnapshotRules.checkSettings(settings);
    return settings;
  }

  private Map<String, Collection<ReplicaEndpoint>> replicasOf(Set<String> names) {
    Map<String, Collection<ReplicaEndpoint>> replicas = new HashMap<>();
    for (String name : names) {
      List<ReplicaEndpoint> all =
          new ArrayList<>(deployments.getOrDefault(name, Map.of()).values());
      replicas.put(name, List.copyOf(all));
    }
    return replicas;
  }
}
