package dev.serval.operator.metricsapi.identity;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Whether a client's certificate is good, and whom it names. Pure. */
final class ClientCertificates {

  private static final Set<String> FOR_CLIENTS = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

  private ClientCertificates() {}

  /**
   * Why a certificate isn't good at a time; empty if it is.
   *
   * @param chain the client's own first
   * @param authorities that are believed
   */
  static Optional<String> problem(
      List<X509Certificate> chain, List<X509Certificate> authorities, Instant now) {
    X509Certificate own = chain.getFirst();
    if (now.isAfter(own.getNotAfter().toInstant())) {
      return Optional.of("it ended at " + own.getNotAfter().toInstant());
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      return Optional.of("it begins at " + own.getNotBefore().toInstant());
    }
    if (!isForClients(own)) {
      return Optional.of("it is not for clients (extended key usage)");
    }
    return signatureProblem(chain, authorities, now);
  }

  private static Optional<String> signatureProblem(
      List<X509Certificate> chain, List<X509Certificate> authorities, Instant now) {
    List<X509Certificate> valid =
        authorities.stream().filter(each -> !now.isAfter(each.getNotAfter().toInstant())).toList();
    List<X509Certificate> path = new ArrayList<>(chain);
    while (!path.isEmpty() && valid.contains(path.getLast())) {
      path.removeLast();
    }
    if (path.isEmpty()) {
      return Optional.empty();
    }
    if (valid.isEmpty()) {
      return Optional.of("there is no authority that could have signed it");
    }
    try {
      PKIXParameters parameters =
          new PKIXParameters(
              valid.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet()));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      return Optional.of("it is not signed by a known authority, or one of its chain has ended");
    } catch (GeneralSecurityException e) {
      return Optional.of("it can't be checked: " + e.getMessage());
    }
  }

  private static boolean isForClients(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null || usages.stream().anyMatch(FOR_CLIENTS::contains);
    } catch (CertificateException e) {
      return false;
    }
  }

  /** The first moment at which one of a chain is no longer good. */
  static Instant ends(List<X509Certificate> chain) {
    return chain.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /** The common name; empty if there is none. Of several the last, as Kubernetes takes it. */
  static String commonName(X509Certificate certificate) {
    List<String> names = subject(certificate, "CN");
    return names.isEmpty() ? "" : names.getLast();
  }

  /** The organizations, which are the user's groups. */
  static List<String> organizations(X509Certificate certificate) {
    return subject(certificate, "O");
  }

  private static List<String> subject(X509Certificate certificate, String type) {
    List<String> values = new ArrayList<>();
    try {
      for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        Attribute attribute = rdn.toAttributes().get(type);
        for (int i = 0; attribute != null && i < attribute.size(); i++) {
          if (attribute.get(i) instanceof String value) {
            values.add(value);
          }
        }
      }
    } catch (InvalidNameException e) {
      throw new IllegalStateException("a parsed name is none", e);
    } catch (NamingException e) {
      throw new IllegalStateException("values in memory can't be read", e);
    }
    return values;
  }
}
