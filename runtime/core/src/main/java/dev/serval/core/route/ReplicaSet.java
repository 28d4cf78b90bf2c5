package dev.serval.core.route;

import java.util.List;

/**
 * The replicas of a deployment at one moment. Immutable: the router publishes a new one on each
 * change, and picks never see half of it.
 */
final class ReplicaSet {

  static final ReplicaSet EMPTY = new ReplicaSet(new Replica[0]);

  final Replica[] replicas;
  private final HashRing ring;

  private ReplicaSet(Replica[] replicas) {
    this.replicas = replicas;
    this.ring = new HashRing(replicas);
  }

  static ReplicaSet of(List<Replica> replicas) {
    return new ReplicaSet(replicas.toArray(new Replica[0]));
  }

  int size() {
    return replicas.length;
  }

  HashRing ring() {
    return ring;
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
