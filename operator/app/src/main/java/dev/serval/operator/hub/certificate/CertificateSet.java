package dev.serval.operator.hub.certificate;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The hub's certificate and the authorities that clients are to trust.
 *
 * @param authorities the newest first, which signs; perhaps one before it, which may have signed
 *     {@code server}
 * @param authorityKey of the newest authority
 * @param server of the hub
 * @param serverKey of the hub
 */
public record CertificateSet(
    List<X509Certificate> authorities,
    PrivateKey authorityKey,
    X509Certificate server,
    PrivateKey serverKey) {

  /** Copies what could change. */
  public CertificateSet {
    authorities = List.copyOf(authorities);
  }

  X509Certificate authority() {
    return authorities.getFirst();
  }

  /** Without the keys, which belong into no log. */
  @Override
  public String toString() {
    return "certificate %s of %s, valid until %s"
        .formatted(
            server.getSerialNumber().toString(16),
            server.getSubjectX500Principal(),
            server.getNotAfter().toInstant());
  }
}
