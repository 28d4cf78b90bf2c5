package dev.serval.operator.hub.certificate;

import dev.serval.operator.hub.certificate.CertificateMaker.Issued;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When which certificate is made. Pure but for the randomness of keys.
 *
 * <p>Both are renewed when a third of their time is left. A new authority doesn't sign at once: the
 * hub keeps the certificate that it has until replicas have had a day to learn the new authority,
 * while they trust both.
 */
public final class CertificateRules {

  static final Duration AUTHORITY_VALIDITY = Duration.ofDays(730);
  static final Duration SERVER_VALIDITY = Duration.ofDays(90);

  /** Kubelets take a minute or two to update a ConfigMap's file; this leaves room for trouble. */
  static final Duration OVERLAP = Duration.ofDays(1);

  private CertificateRules() {}

  /** The first certificates of a hub that is dialled at {@code names}. */
  public static CertificateSet first(List<String> names, Instant now) {
    Issued authority = CertificateMaker.authority(now, AUTHORITY_VALIDITY);
    return withServer(List.of(authority.certificate()), authority, names, now);
  }

  /**
   * What takes the place of {@code current}; empty if nothing is due. One step at a time: what is
   * due after it is found by the next call.
   */
  public static Optional<CertificateSet> next(
      CertificateSet current, List<String> names, Instant now) {
    if (hasEnded(current.authority(), now)) {
      return Optional.of(first(names, now));
    }
    if (mustReplaceServer(current, names, now)
        || isOverlapOver(current, now) && mayReplaceServer(current, now)) {
      return Optional.of(
          withServer(
              current.authorities().stream().filter(each -> !hasEnded(each, now)).toList(),
              new Issued(current.authority(), current.authorityKey()),
              names,
              now));
    }
    return isDue(current.authority(), now)
        ? Optional.of(withAuthority(current, now))
        : Optional.empty();
  }

  private static boolean mustReplaceServer(
      CertificateSet current, List<String> names, Instant now) {
    return hasEnded(current.server(), now) || !names(current.server()).containsAll(names);
  }

  private static boolean mayReplaceServer(CertificateSet current, Instant now) {
    return isDue(current.server(), now) || !isSignedByNewest(current);
  }

  /** The certificate of the newest authority may be served. */
  private static boolean isOverlapOver(CertificateSet current, Instant now) {
    return isSignedByNewest(current)
        || !now.isBefore(current.authority().getNotBefore().toInstant().plus(OVERLAP));
  }

  private static CertificateSet withServer(
      List<X509Certificate> authorities, Issued authority, List<String> names, Instant now) {
    Issued server = CertificateMaker.server(names, authority, now, SERVER_VALIDITY);
    return new CertificateSet(authorities, authority.key(), server.certificate(), server.key());
  }

  private static CertificateSet withAuthority(CertificateSet current, Instant now) {
    Issued authority = CertificateMaker.authority(now, AUTHORITY_VALIDITY);
    return new CertificateSet(
        Stream.of(authority.certificate(), current.authority()).toList(),
        authority.key(),
        current.server(),
        current.serverKey());
  }

  private static boolean isDue(X509Certificate certificate, Instant now) {
    Instant begins = certificate.getNotBefore().toInstant();
    Instant ends = certificate.getNotAfter().toInstant();
    return now.isAfter(ends.minus(Duration.between(begins, ends).dividedBy(3)));
  }

  private static boolean hasEnded(X509Certificate certificate, Instant now) {
    return now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean isSignedByNewest(CertificateSet set) {
    return isSignedBy(set.server(), set.authority().getPublicKey());
  }

  static boolean isSignedBy(X509Certificate certificate, PublicKey key) {
    try {
      certificate.verify(key);
      return true;
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a signature can't be checked: " + e.getMessage(), e);
    }
  }

  /** The names and addresses that a certificate is for. */
  static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream().map(name -> String.valueOf(name.get(1))).toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
