package dev.serval.operator.cluster;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Makes tokens that the API server didn't. */
public final class ForgedTokens {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final PrivateKey key;

  private ForgedTokens(PrivateKey key) {
    this.key = key;
  }

  /** Signs with a key of nobody. */
  public static ForgedTokens withKeyOfNobody() throws GeneralSecurityException {
    return new ForgedTokens(KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate());
  }

  /** Signs with the API server's own key. */
  public static ForgedTokens withKeyOfTheServer() throws IOException {
    Path file = Path.of(System.getenv("KUBE_API_TEST_DIR"), "apiserver.key");
    try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      return new ForgedTokens(
          switch (parser.readObject()) {
            case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
            case PrivateKeyInfo info -> converter.getPrivateKey(info);
            default -> throw new IOException(file + " has no private key");
          });
    }
  }

  /** A token that says what another says, but for when it ends. */
  public String like(String good, Instant ends) throws IOException, GeneralSecurityException {
    String[] parts = good.split("\\.");
    ObjectNode claims = (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    claims.put("iat", ends.getEpochSecond() - 3_600);
    claims.put("nbf", ends.getEpochSecond() - 3_600);
    claims.put("exp", ends.getEpochSecond());
    String signed =
        parts[0]
            + '.'
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(JSON.writeValueAsBytes(claims));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }
}
