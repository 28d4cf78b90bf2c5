package dev.serval.operator.hub.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CertificateRulesTest {

  private static final List<String> HOST = List.of("serval-hub.serval-system.svc.cluster.local");
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void theFirstIsTrustedForItsNameAlone() throws Exception {
    CertificateSet set = CertificateRules.first(HOST, NOW);

    assertTrusted(set.server(), set.authorities(), NOW);
    assertThat(CertificateRules.names(set.server())).isEqualTo(HOST);
    assertThat(set.authority().getBasicConstraints()).isZero();
    assertThat(set.server().getBasicConstraints()).isEqualTo(-1);
    assertThat(set.server().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
  }

  @Test
  void anAddressIsNamedAsOne() throws Exception {
    for (String host : List.of("198.18.0.1", "2001:db8:0:0:0:0:0:1")) {
      CertificateSet set = CertificateRules.first(List.of(host), NOW);

      assertThat(set.server().getSubjectAlternativeNames())
          .singleElement()
          .satisfies(name -> assertThat(name.get(0)).isEqualTo(7));
      assertThat(CertificateRules.next(set, List.of(host), NOW)).isEmpty();
    }
  }

  @Test
  void clocksThatAreLateTrustItToo() throws Exception {
    CertificateSet set = CertificateRules.first(HOST, NOW);
    assertTrusted(set.server(), set.authorities(), NOW.minus(Duration.ofMinutes(4)));
  }

  @Test
  void theServersIsRenewedWhenAThirdIsLeft() {
    CertificateSet set = CertificateRules.first(HOST, NOW);

    assertThat(CertificateRules.next(set, HOST, NOW.plus(Duration.ofDays(59)))).isEmpty();
    CertificateSet renewed =
        CertificateRules.next(set, HOST, NOW.plus(Duration.ofDays(61))).orElseThrow();
    assertThat(renewed.authorities()).isEqualTo(set.authorities());
    assertThat(renewed.server()).isNotEqualTo(set.server());
    assertThat(renewed.serverKey()).isNotEqualTo(set.serverKey());
    assertThat(CertificateRules.next(renewed, HOST, NOW.plus(Duration.ofDays(61)))).isEmpty();
  }

  @Test
  void anotherNameNeedsAnotherAtOnce() {
    CertificateSet set = CertificateRules.first(HOST, NOW);

    CertificateSet moved = CertificateRules.next(set, List.of("198.18.0.1"), NOW).orElseThrow();

    assertThat(CertificateRules.names(moved.server())).containsExactly("198.18.0.1");
    assertThat(moved.authorities()).isEqualTo(set.authorities());
  }

  @Test
  void oneThatLacksANameIsReplacedAndItsAuthorityStays() throws Exception {
    CertificateSet set = CertificateRules.first(HOST, NOW);
    List<String> more = List.of(HOST.getFirst(), "serval-hub.serval-system.svc");

    CertificateSet renewed = CertificateRules.next(set, more, NOW).orElseThrow();

    assertThat(CertificateRules.names(renewed.server())).isEqualTo(more);
    assertTrusted(renewed.server(), set.authorities(), NOW);
    assertThat(renewed.authorities()).isEqualTo(set.authorities());
    assertThat(CertificateRules.next(renewed, more, NOW)).isEmpty();
    assertThat(CertificateRules.next(renewed, HOST, NOW)).as("an operator of before").isEmpty();
  }

  @Test
  void anAuthorityIsRenewedWithOverlap() throws Exception {
    Instant due = NOW.plus(Duration.ofDays(490));
    CertificateSet before = settled(CertificateRules.first(HOST, NOW), due);

    CertificateSet both = CertificateRules.next(before, HOST, due).orElseThrow();
    assertThat(both.authorities()).hasSize(2).last().isEqualTo(before.authority());
    assertThat(both.server()).as("keeps serving").isEqualTo(before.server());
    Instant inOverlap = due.plus(Duration.ofHours(23));
    assertThat(CertificateRules.next(both, HOST, inOverlap)).isEmpty();

    Instant over = due.plus(Duration.ofHours(25));
    CertificateSet after = CertificateRules.next(both, HOST, over).orElseThrow();
    assertThat(after.authorities()).isEqualTo(both.authorities());
    assertTrusted(after.server(), List.of(both.authority()), over);
    assertTrusted(after.server(), both.authorities(), over);
    assertThat(CertificateRules.next(after, HOST, over)).isEmpty();
  }

  @Test
  void whoKnowsOneStepOlderAuthoritiesTrustsForYears() throws Exception {
    CertificateSet set = CertificateRules.first(HOST, NOW);
    List<X509Certificate> known = set.authorities();
    for (Instant now = NOW; now.isBefore(NOW.plus(Duration.ofDays(3_000))); ) {
      for (var next = CertificateRules.next(set, HOST, now);
          next.isPresent();
          next = CertificateRules.next(set, HOST, now)) {
        set = next.get();
      }
      // what replicas were told half a day ago
      assertTrusted(set.server(), known, now);
      assertThat(set.authorities()).hasSizeLessThanOrEqualTo(2);
      known = set.authorities();
      now = now.plus(Duration.ofHours(12));
    }
  }

  @Test
  void afterALongAbsenceEverythingIsNew() throws Exception {
    CertificateSet set = CertificateRules.first(HOST, NOW);
    Instant later = NOW.plus(Duration.ofDays(800));

    CertificateSet fresh = CertificateRules.next(set, HOST, later).orElseThrow();

    assertTrusted(fresh.server(), fresh.authorities(), later);
    assertThat(fresh.authorities()).doesNotContain(set.authority());
  }

  @Test
  void aServersThatEndedIsReplacedEvenInTheOverlap() throws Exception {
    Instant due = NOW.plus(Duration.ofDays(490));
    CertificateSet old = CertificateRules.first(HOST, NOW);
    CertificateSet both =
        new CertificateSet(
            List.of(CertificateRules.first(HOST, due).authority(), old.authority()),
            old.authorityKey(),
            old.server(),
            old.serverKey());

    assertThat(CertificateRules.next(both, HOST, due).orElseThrow().server())
        .isNotEqualTo(old.server());
  }

  @Test
  void aSecretGivesBackWhatWasPutIn() {
    CertificateSet set = CertificateRules.first(HOST, NOW);
    Secret secret = CertificateSecret.secret("serval-system", set);

    assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
    assertThat(CertificateSecret.read(secret)).isEqualTo(set);
    assertThat(set.toString()).doesNotContain("PRIVATE").doesNotContain("EC");
  }

  private static CertificateSet settled(CertificateSet set, Instant now) {
    return CertificateRules.next(set, HOST, now.minus(Duration.ofDays(1))).orElseThrow();
  }

  private static void assertTrusted(
      X509Certificate server, List<X509Certificate> authorities, Instant now) throws Exception {
    Set<TrustAnchor> anchors =
        authorities.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    X509Certificate read =
        (X509Certificate)
            factory.generateCertificate(
                new ByteArrayInputStream(
                    CertificateSecret.pem(List.of(server)).getBytes(StandardCharsets.US_ASCII)));
    CertPathValidator.getInstance("PKIX")
        .validate(factory.generateCertPath(List.of(read)), parameters);
  }
}
