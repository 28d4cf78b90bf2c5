package dev.serval.operator.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of a test's own, which signs certificates of clients. */
public final class TestAuthority {

  private static final AtomicLong SERIALS = new AtomicLong(System.nanoTime());
  private static final Duration VALIDITY = Duration.ofDays(1);

  private final X500Name name;
  private final KeyPair keys = keys();
  private final X509Certificate certificate;

  /** An authority of that common name, valid from yesterday to tomorrow. */
  public TestAuthority(String name) {
    this(name, Instant.now().plus(VALIDITY));
  }

  /** An authority that ends at a time. */
  public TestAuthority(String name, Instant ends) {
    this.name = new X500Name("CN=" + name);
    this.certificate =
        sign(
            this.name,
            keys,
            ends.minus(VALIDITY.multipliedBy(2)),
            ends,
            true,
            KeyPurposeId.anyExtendedKeyUsage);
  }

  /** A certificate with its key. */
  public record Issued(X509Certificate certificate, PrivateKey key) {

    /** The key in PEM. */
    public String keyPem() {
      try {
        return TestAuthority.pem(new JcaPKCS8Generator(key, null));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The certificate in PEM. */
    public String pem() {
      return TestAuthority.pem(certificate);
    }
  }

  /** The authority's certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The authority's certificate in PEM. */
  public String pem() {
    return pem(certificate);
  }

  /** A client's certificate, valid from yesterday to tomorrow. */
  public Issued client(String subject) {
    return client(subject, Instant.now().minus(VALIDITY), Instant.now().plus(VALIDITY));
  }

  /** A client's certificate, valid in a time. */
  public Issued client(String subject, Instant begins, Instant ends) {
    return issue(subject, begins, ends, KeyPurposeId.id_kp_clientAuth);
  }

  /** A certificate that is for servers alone. */
  public Issued server(String subject) {
    return issue(
        subject,
        Instant.now().minus(VALIDITY),
        Instant.now().plus(VALIDITY),
        KeyPurposeId.id_kp_serverAuth);
  }

  private Issued issue(String subject, Instant begins, Instant ends, KeyPurposeId purpose) {
    KeyPair own = keys();
    return new Issued(
        sign(new X500Name(subject), own, begins, ends, false, purpose), own.getPrivate());
  }

  private X509Certificate sign(
      X500Name subject,
      KeyPair own,
      Instant begins,
      Instant ends,
      boolean isAuthority,
      KeyPurposeId purpose) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIALS.incrementAndGet()),
              Date.from(begins),
              Date.from(ends),
              subject,
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      if (!isAuthority) {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Certificates or keys in PEM, one after the other. */
  public static String pem(Object... objects) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
