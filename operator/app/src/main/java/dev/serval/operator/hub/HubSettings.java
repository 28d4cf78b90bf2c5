package dev.serval.operator.hub;

import java.util.Set;

/**
 * How the hub is served.
 *
 * @param bindHost the address that it listens on
 * @param port that it listens on; 0 for any that is free
 * @param address where pods dial it, which is in its certificate
 * @param namespace of the operator, where its Secret is
 * @param watched the namespaces whose applications it serves; empty for all
 * @param limits how much it takes
 */
public record HubSettings(
    String bindHost,
    int port,
    HubAddress address,
    String namespace,
    Set<String> watched,
    HubLimits limits) {

  /** Copies what could change. */
  public HubSettings {
    watched = Set.copyOf(watched);
  }
}
