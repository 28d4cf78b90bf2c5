package dev.serval.hub.client;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of its own, and a certificate that it has signed for one host. */
public final class TestCertificates {

  private static final X500Name AUTHORITY = new X500Name("CN=hub authority of a test");

  private final X509CertificateHolder authority;
  private final X509CertificateHolder hub;
  private final KeyPair hubKeys;

  /** A certificate for {@code host}. */
  public TestCertificates(String host) throws Exception {
    KeyPair authorityKeys = keys();
    hubKeys = keys();
    authority =
        builder(AUTHORITY, authorityKeys)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate()));
    hub =
        builder(new X500Name("CN=hub"), hubKeys)
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, host)))
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate()));
  }

  private static KeyPair keys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(X500Name subject, KeyPair keys) {
    Instant now = Instant.now();
    return new X509v3CertificateBuilder(
        AUTHORITY,
        BigInteger.valueOf(now.toEpochMilli()),
        Date.from(now.minus(1, ChronoUnit.DAYS)),
        Date.from(now.plus(1, ChronoUnit.DAYS)),
        subject,
        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
  }

  /** Writes the authority's certificate, which replicas trust. */
  public void writeAuthority(Path file) throws IOException {
    write(file, authority);
  }

  Path writeCertificate(Path folder) throws IOException {
    return write(folder.resolve("hub.crt"), hub);
  }

  Path writeKey(Path folder) throws IOException {
    return write(folder.resolve("hub.key"), hubKeys.getPrivate());
  }

  private static Path write(Path file, Object content) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      if (content instanceof PrivateKey key) {
        pem.writeObject(new JcaPKCS8Generator(key, null));
      } else {
        pem.writeObject(content);
      }
    }
    return Files.writeString(file, text.toString());
  }
}
