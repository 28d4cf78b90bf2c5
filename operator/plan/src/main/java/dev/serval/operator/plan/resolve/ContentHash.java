package dev.serval.operator.plan.resolve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short hashes for names and revisions. */
public final class ContentHash {

  private ContentHash() {}

  /**
   * The first hexadecimal digits of the SHA-256 of {@code content}.
   *
   * @param characters how many, 1 to 64
   */
  public static String of(String content, int characters) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, characters);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
