package dev.serval.operator.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The certificate by which the API server shows that it asks for somebody else. */
public final class FrontProxy {

  /** The one name that it may have. */
  public static final String NAME = "front-proxy-client";

  private final TestAuthority authority = new TestAuthority("front-proxy-ca");
  private final TestAuthority.Issued own = authority.client("CN=" + NAME);

  /** Who signs it. */
  public TestAuthority authority() {
    return authority;
  }

  /** The certificate with its key. */
  public TestAuthority.Issued own() {
    return own;
  }

  /** What tells the API server to be one. */
  Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("--requestheader-client-ca-file", file("ca.crt", authority.pem()));
    flags.put("--requestheader-allowed-names", NAME);
    flags.put("--requestheader-username-headers", "X-Remote-User");
    flags.put("--requestheader-group-headers", "X-Remote-Group");
    flags.put("--requestheader-extra-headers-prefix", "X-Remote-Extra-");
    flags.put("--proxy-client-cert-file", file("client.crt", own.pem()));
    flags.put("--proxy-client-key-file", file("client.key", own.keyPem()));
    return flags;
  }

  private static String file(String name, String text) {
    try {
      Path file = Files.createTempFile("front-proxy", name);
      file.toFile().deleteOnExit();
      Files.writeString(file, text);
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
