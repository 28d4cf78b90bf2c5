package dev.serval.hub.client;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the hub is and how the two prove to each other who they are.
 *
 * @param address {@code host:port}, of which the host is in the hub's certificate
 * @param caFile certificates in PEM, of which one has signed the hub's; read for each connection
 * @param tokenFile the token of this pod's service account for the hub; read for each connection
 */
public record HubOptions(String address, Path caFile, Path tokenFile) {

  /** Refuses what is not set. */
  public HubOptions {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(caFile, "caFile");
    Objects.requireNonNull(tokenFile, "tokenFile");
  }
}
