package dev.serval.operator.hub;

import dev.serval.operator.hub.identity.ServiceAccountId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the hub is served.
 *
 * @param bindHost the address that it listens on
 * @param port that it listens on; 0 for any that is free
 * @param address where pods dial it, which is in its certificate
 * @param otherNames more names that its certificate is for
 * @param namespace of the operator, where its Secret is
 * @param account the service account of the operator's pods; empty if it is no pod
 * @param watched the namespaces whose applications it serves; empty for all
 * @param limits how much it takes
 */
public record HubSettings(
    String bindHost,
    int port,
    HubAddress address,
    List<String> otherNames,
    String namespace,
    Optional<String> account,
    Set<String> watched,
    HubLimits limits) {

  /** Copies what could change. */
  public HubSettings {
    otherNames = List.copyOf(otherNames);
    watched = Set.copyOf(watched);
  }

  /** Settings of a hub whose certificate is for its address alone. */
  public HubSettings(
      String bindHost,
      int port,
      HubAddress address,
      String namespace,
      Optional<String> account,
      Set<String> watched,
      HubLimits limits) {
    this(bindHost, port, address, List.of(), namespace, account, watched, limits);
  }

  /** What the certificate has to be for, the host of the address first. */
  List<String> certificateNames() {
    return Stream.concat(Stream.of(address.host()), otherNames.stream()).distinct().toList();
  }

  /** The service account of the operator's pods. */
  public Optional<ServiceAccountId> operator() {
    return account.map(name -> new ServiceAccountId(namespace, name));
  }
}
