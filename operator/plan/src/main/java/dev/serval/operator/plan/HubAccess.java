package dev.serval.operator.plan;

import java.util.Objects;

/**
 * How pods reach the hub.
 *
 * @param address HOST:PORT, as in its certificate
 * @param authorities the certificates, in PEM, of which one has signed the hub's
 */
public record HubAccess(String address, String authorities) {

  /** Refuses what is not set. */
  public HubAccess {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(authorities, "authorities");
  }
}
