package dev.serval.core.discover;

import dev.serval.core.route.ReplicaEndpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the hub and DNS say of the replicas of each deployment, and what is made of both. The hub's
 * word counts alone while it is true; after that DNS says which replicas there are, and what the
 * hub knew of them is kept. Until the hub has named a deployment DNS counts alone.
 */
final class ReplicaSources {

  private final Map<String, List<ReplicaEndpoint>> hub = new HashMap<>();
  private final Map<String, List<ReplicaEndpoint>> dns = new HashMap<>();
  private boolean hubIsTrue;

  void hubSays(String deployment, Collection<ReplicaEndpoint> replicas) {
    hub.put(deployment, List.copyOf(replicas));
  }

  /** What the hub says is kept up to date from now on. */
  void hubIsTrue() {
    hubIsTrue = true;
  }

  /** The hub has been silent for so long that replicas may have come and gone. */
  void hubMayBeWrong() {
    hubIsTrue = false;
    // What was found before the hub spoke is older than its last word.
    dns.keySet().removeAll(hub.keySet());
  }

  /** Takes an answer, unless nobody wants it any more. */
  void dnsSays(String deployment, Collection<ReplicaEndpoint> replicas) {
    if (asksDns(deployment)) {
      dns.put(deployment, List.copyOf(replicas));
    }
  }

  /** Whether DNS is to be asked about a deployment. */
  boolean asksDns(String deployment) {
    return !hubIsTrue || !hub.containsKey(deployment);
  }

  /** The replicas of a deployment, or {@code null} if nobody has said anything of it. */
  List<ReplicaEndpoint> replicasOf(String deployment) {
    List<ReplicaEndpoint> told = hub.get(deployment);
    List<ReplicaEndpoint> found = dns.get(deployment);
    if (told == null) {
      return found;
    }
    return hubIsTrue || found == null ? told : agreed(told, found);
  }

  private static List<ReplicaEndpoint> agreed(
      List<ReplicaEndpoint> told, List<ReplicaEndpoint> found) {
    Map<String, ReplicaEndpoint> byAddress = new HashMap<>();
    told.forEach(replica -> byAddress.put(replica.address(), replica));
    List<ReplicaEndpoint> agreed = new ArrayList<>(found.size());
    for (ReplicaEndpoint replica : found) {
      agreed.add(byAddress.getOrDefault(replica.address(), replica));
    }
    return agreed;
  }
}
