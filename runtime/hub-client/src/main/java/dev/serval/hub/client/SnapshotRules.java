package dev.serval.hub.client;

import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.wire.Addresses;
import dev.serval.hub.v1.Endpoint;
import dev.serval.hub.v1.Settings;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Map;

/** The bounds of what a hub may tell, and the form of it. */
final class SnapshotRules {

  static final int MOST_DEPLOYMENTS = 1_000;
  static final int MOST_REPLICAS = 50_000;

  /** As much as a ConfigMap can have. */
  static final int MOST_SETTINGS_BYTES = 1 << 20;

  private static final int LONGEST_NAME = 253;

  private SnapshotRules() {}

  static String name(String what, String value) throws SnapshotException {
    if (value.isBlank() || value.length() > LONGEST_NAME) {
      throw new SnapshotException(
          "the name of a " + what + " must have 1 to " + LONGEST_NAME + " characters");
    }
    return value;
  }

  static ReplicaEndpoint endpoint(String deployment, Endpoint told) throws SnapshotException {
    String id = name("replica", told.getId());
    try {
      return new ReplicaEndpoint(
          id,
          canonical(told.getAddress()),
          place("node", told.getNode()),
          place("zone", told.getZone()));
    } catch (IllegalArgumentException wrong) {
      throw new SnapshotException(
          "of replica " + id + " of " + deployment + ": " + wrong.getMessage());
    }
  }

  /** In the form in which replicas are found by DNS, so that both mean the same one. */
  private static String canonical(String address) {
    InetSocketAddress parsed = Addresses.parse(address);
    if (parsed.isUnresolved()) {
      throw new IllegalArgumentException(
          "an address must have the host's number, but is \"" + address + '"');
    }
    String host = parsed.getAddress().getHostAddress();
    boolean sixth = parsed.getAddress() instanceof Inet6Address;
    return (sixth ? '[' + host + ']' : host) + ':' + parsed.getPort();
  }

  private static String place(String what, String value) {
    if (value.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "a " + what + " must have at most " + LONGEST_NAME + " characters");
    }
    return value;
  }

  static void checkSize(Map<String, Map<String, ReplicaEndpoint>> deployments)
      throws SnapshotException {
    if (deployments.size() > MOST_DEPLOYMENTS) {
      throw new SnapshotException("it makes more than " + MOST_DEPLOYMENTS + " deployments");
    }
    int replicas = 0;
    for (Map<String, ReplicaEndpoint> one : deployments.values()) {
      replicas += one.size();
    }
    if (replicas > MOST_REPLICAS) {
      throw new SnapshotException("it makes more than " + MOST_REPLICAS + " replicas");
    }
  }

  static void checkSettings(Settings settings) throws SnapshotException {
    name("set of settings (hash)", settings.getHash());
    if (settings.getSerializedSize() > MOST_SETTINGS_BYTES) {
      throw new SnapshotException("its settings have more than " + MOST_SETTINGS_BYTES + " bytes");
    }
  }
}
