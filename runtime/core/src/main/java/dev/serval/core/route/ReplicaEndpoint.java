package dev.serval.core.route;

import java.util.Objects;

/**
 * A replica as service discovery knows it.
 *
 * @param id unique in the deployment and never used again, for example the pod's name
 * @param address {@code host:port}, or empty for a replica in this process
 * @param node the machine it runs on, or empty
 * @param zone the availability zone it runs in, or empty
 */
public record ReplicaEndpoint(String id, String address, String node, String zone) {
  public ReplicaEndpoint {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(zone, "zone");
  }

  /** A replica of which nothing is known but where it listens; its id is its address. */
  public static ReplicaEndpoint at(String address) {
    return new ReplicaEndpoint(address, address, "", "");
  }

  /** Whether nothing is known but the address. */
  boolean anonymous() {
    return id.equals(address);
  }

  /**
   * What the replica has in common in the eyes of all callers, however they found it: the address,
   * which no two replicas have at a time.
   */
  String commonName() {
    return address.isEmpty() ? id : address;
  }
}
