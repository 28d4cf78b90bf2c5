package dev.serval.operator.hub.certificate;

import dev.serval.crds.Labels;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Certificates as the data of a Secret of the type {@code kubernetes.io/tls}. */
public final class CertificateSecret {

  /** The Secret's name. */
  public static final String NAME = "serval-hub-tls";

  private static final String SERVER = "tls.crt";
  private static final String SERVER_KEY = "tls.key";
  private static final String AUTHORITIES = "ca.crt";
  private static final String AUTHORITY_KEY = "ca.key";

  private CertificateSecret() {}

  static Secret secret(String namespace, CertificateSet certificates) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(namespace)
        .addToLabels(Labels.MANAGED_BY, Labels.MANAGER)
        .endMetadata()
        .withType("kubernetes.io/tls")
        .withData(data(certificates))
        .build();
  }

  static Map<String, String> data(CertificateSet certificates) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(SERVER, base64(pem(List.of(certificates.server()))));
    data.put(SERVER_KEY, base64(pem(certificates.serverKey())));
    data.put(AUTHORITIES, base64(pem(certificates.authorities())));
    data.put(AUTHORITY_KEY, base64(pem(certificates.authorityKey())));
    return data;
  }

  /**
   * The certificates of a Secret.
   *
   * @throws BadSecretException if the operator didn't make it, or it is broken
   */
  static CertificateSet read(Secret secret) {
    String name = secret.getMetadata().getNamespace() + '/' + secret.getMetadata().getName();
    Map<String, String> labels = secret.getMetadata().getLabels();
    if (labels == null || !Labels.MANAGER.equals(labels.get(Labels.MANAGED_BY))) {
      throw new BadSecretException(
          "Secret %s was not made by the operator and is left as it is: delete or rename it"
              .formatted(name));
    }
    try {
      CertificateSet set =
          new CertificateSet(
              certificates(text(secret, AUTHORITIES)),
              key(text(secret, AUTHORITY_KEY)),
              certificates(text(secret, SERVER)).getFirst(),
              key(text(secret, SERVER_KEY)));
      checkSigned(set);
      return set;
    } catch (IOException | CertificateException | IllegalArgumentException e) {
      throw new BadSecretException(
          "Secret %s is broken, %s: delete it, and the operator makes new certificates"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private static void checkSigned(CertificateSet set) {
    if (set.authorities().stream()
        .noneMatch(each -> CertificateRules.isSignedBy(set.server(), each.getPublicKey()))) {
      throw new IllegalArgumentException(SERVER + " is not signed by any of " + AUTHORITIES);
    }
  }

  private static String text(Secret secret, String key) {
    String value = secret.getData() == null ? null : secret.getData().get(key);
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }

  /**
   * Certificates that are in PEM, one after the other.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static List<X509Certificate> certificates(String pem)
      throws IOException, CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      for (Object entry = parser.readObject(); entry != null; entry = parser.readObject()) {
        if (entry instanceof X509CertificateHolder holder) {
          certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("there is no certificate where one should be");
    }
    return certificates;
  }

  private static PrivateKey key(String pem) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof PrivateKeyInfo info) {
        return new JcaPEMKeyConverter().getPrivateKey(info);
      }
    }
    throw new IllegalArgumentException("there is no private key where one should be");
  }

  /** Certificates in PEM, one after the other. */
  public static String pem(List<X509Certificate> certificates) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (X509Certificate certificate : certificates) {
        writer.writeObject(certificate);
      }
    } catch (IOException e) {
      throw new IllegalStateException("a writer to memory failed", e);
    }
    return text.toString();
  }

  private static String pem(PrivateKey key) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(new JcaPKCS8Generator(key, null));
    } catch (IOException e) {
      throw new IllegalStateException("a writer to memory failed", e);
    }
    return text.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
