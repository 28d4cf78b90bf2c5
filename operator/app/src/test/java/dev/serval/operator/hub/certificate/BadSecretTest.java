package dev.serval.operator.hub.certificate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Secret that can't be used is named, with what to do. */
class BadSecretTest {

  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Secret GOOD =
      CertificateSecret.secret(
          "serval-system", CertificateRules.first(List.of("hub.example"), NOW));

  @Test
  void oneOfSomebodyElseIsLeftAsItIs() {
    Secret foreign =
        new SecretBuilder(GOOD).editMetadata().withLabels(Map.of()).endMetadata().build();

    assertBad(foreign, "serval-system/serval-hub-tls was not made by the operator");
  }

  @Test
  void aMissingKeyIsNamed() {
    assertBad(
        new SecretBuilder(GOOD).removeFromData("ca.key").build(), "ca.key is missing: delete it");
  }

  @Test
  void whatIsNoCertificateIsNamed() {
    assertBad(with("ca.crt", "hello"), "no certificate where one should be");
    assertBad(with("tls.key", "hello"), "no private key where one should be");
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNamed() {
    Secret other =
        CertificateSecret.secret(
            "serval-system", CertificateRules.first(List.of("hub.example"), NOW));

    assertBad(
        new SecretBuilder(GOOD).addToData("tls.crt", other.getData().get("tls.crt")).build(),
        "tls.crt is not signed by any of ca.crt");
  }

  private static Secret with(String key, String text) {
    return new SecretBuilder(GOOD)
        .addToData(
            key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII)))
        .build();
  }

  private static void assertBad(Secret secret, String message) {
    assertThatThrownBy(() -> CertificateSecret.read(secret))
        .isInstanceOf(BadSecretException.class)
        .hasMessageContaining(message);
  }
}
