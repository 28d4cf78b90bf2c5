package dev.serval.operator.discovery.directory;

import java.util.Objects;

/**
 * A replica that can be called.
 *
 * @param id the pod's name
 * @param address HOST:PORT, an IPv6 host in brackets
 * @param node the pod's node, empty if unknown
 * @param zone the node's zone, empty if unknown
 */
public record Endpoint(String id, String address, String node, String zone) {

  /** Refuses what is not set. */
  public Endpoint {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(zone, "zone");
  }
}
