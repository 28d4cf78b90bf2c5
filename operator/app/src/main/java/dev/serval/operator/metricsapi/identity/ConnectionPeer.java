package dev.serval.operator.metricsapi.identity;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The certificates that a client has shown for a connection, and what was found out about them,
 * which holds until the settings change or one of them ends. For one thread at a time.
 */
public final class ConnectionPeer {

  /** An authority ends too, which the chain doesn't tell. */
  private static final Duration RECHECK = Duration.ofMinutes(10);

  /** What is bad may become good, which need not be noticed at once. */
  private static final Duration RECHECK_BAD = Duration.ofSeconds(1);

  private final List<X509Certificate> chain;
  private TrustSettings checkedBy;
  private Instant checkedUntil = Instant.EPOCH;
  private Standing standing;

  /**
   * The peer of a connection.
   *
   * @param chain its own certificate first; empty if it has shown none
   */
  public ConnectionPeer(List<X509Certificate> chain) {
    this.chain = List.copyOf(chain);
  }

  boolean hasCertificate() {
    return !chain.isEmpty();
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  Standing standing(TrustSettings settings, Instant now) {
    if (settings != checkedBy || !now.isBefore(checkedUntil)) {
      standing = check(settings, now);
      checkedBy = settings;
      checkedUntil = now.plus(standing instanceof Bad ? RECHECK_BAD : untilRecheck(now));
    }
    return standing;
  }

  private Duration untilRecheck(Instant now) {
    Duration left = Duration.between(now, ClientCertificates.ends(chain));
    return left.compareTo(RECHECK) < 0 ? left : RECHECK;
  }

  private Standing check(TrustSettings settings, Instant now) {
    Optional<String> asProxy = proxyProblem(settings, now);
    if (asProxy.isEmpty()) {
      return new Proxy();
    }
    Optional<String> asClient =
        ClientCertificates.problem(chain, settings.clientAuthorities(), now);
    return asClient.isEmpty() ? new Client() : new Bad(asProxy.get());
  }

  private Optional<String> proxyProblem(TrustSettings settings, Instant now) {
    return ClientCertificates.problem(chain, settings.proxyAuthorities(), now)
        .or(
            () -> {
              String name = ClientCertificates.commonName(certificate());
              return settings.proxyNames().isEmpty() || settings.proxyNames().contains(name)
                  ? Optional.empty()
                  : Optional.of(
                      "its name %s is not one of %s".formatted(name, settings.proxyNames()));
            });
  }

  /** What a certificate is good for. */
  sealed interface Standing {}

  /** The API server, which says who asks. */
  record Proxy() implements Standing {}

  /** A user, whom the certificate names. */
  record Client() implements Standing {}

  /** Nothing. */
  record Bad(String problem) implements Standing {}
}
