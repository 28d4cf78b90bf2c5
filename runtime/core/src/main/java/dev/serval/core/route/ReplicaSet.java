package dev.serval.core.route;

import java.util.List;

/**
 * The replicas of a deployment at one moment. It does not change: the router publishes a new one on
 * each change, and picks never see half of it.
 */
final class ReplicaSet {

  static final ReplicaSet EMPTY = new ReplicaSet(new Replica[0]);

  final Replica[] replicas;

  /** Made when it is first asked for: most policies never do, and it is large. */
  private volatile HashRing ring;

  private ReplicaSet(Replica[] replicas) {
    this.replicas = replicas;
  }

  static ReplicaSet of(List<Replica> replicas) {
    return new ReplicaSet(replicas.toArray(new Replica[0]));
  }

  int size() {
    return replicas.length;
  }

  /**
   * The replicas by the hashes of their names. Making it takes milliseconds for a thousand
   * replicas: a router whose policy needs it asks for it before it publishes the set.
   */
  HashRing ring() {
    HashRing made = ring;
    return made == null ? makeRing() : made;
  }

  private synchronized HashRing makeRing() {
    if (ring == null) {
      ring = new HashRing(replicas);
    }
    return ring;
  }

  /** Whether {@link #ring} has been made. */
  boolean ringMade() {
    return ring != null;
  }

  int available() {
    int count = 0;
    for (Replica replica : replicas) {
      if (replica.available()) {
        count++;
      }
    }
    return count;
  }

  boolean anyUp() {
    for (Replica replica : replicas) {
      if (replica.up() && !replica.draining()) {
        return true;
      }
    }
    return false;
  }
}
