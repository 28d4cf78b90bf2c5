package dev.serval.core.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The replicas of which a caller knows already, to be found again among those that it is told of.
 *
 * <p>A replica is the same if its address is, and its name, unless one of the two names is nothing
 * but the address: then whoever told of it knew no better. So a replica that was found behind a
 * host name keeps its connections when the hub names it, and the other way round. Two different
 * names at one address are two replicas, of which the second came after the first had gone.
 */
final class KnownReplicas {

  private final Map<String, Replica> byCommonName = new HashMap<>();

  KnownReplicas(Replica[] replicas) {
    for (Replica replica : replicas) {
      byCommonName.put(replica.endpoint().commonName(), replica);
    }
  }

  /** The replica that {@code endpoint} is, once, or {@code null} if it is new. */
  Replica take(ReplicaEndpoint endpoint) {
    Replica known = byCommonName.get(endpoint.commonName());
    return known != null && same(known.endpoint(), endpoint)
        ? byCommonName.remove(endpoint.commonName())
        : null;
  }

  private static boolean same(ReplicaEndpoint known, ReplicaEndpoint told) {
    return known.id().equals(told.id()) || known.anonymous() || told.anonymous();
  }

  /** The replicas that nobody took. */
  List<Replica> notTaken() {
    return List.copyOf(byCommonName.values());
  }
}
