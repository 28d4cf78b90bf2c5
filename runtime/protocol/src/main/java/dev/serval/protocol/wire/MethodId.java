package dev.serval.protocol.wire;

import java.nio.charset.StandardCharsets;

/**
 * Names of methods on the wire: the 32-bit FNV-1a hash of {@code stage/method}. A hash needs no
 * table that both sides would have to agree on, so that releases with other methods understand each
 * other; a collision inside one application fails its build.
 */
public final class MethodId {

  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  private MethodId() {}

  /** The id of a method of a stage. Formula: FNV-1a, 32 bits, over the UTF-8 bytes. */
  public static int of(String stage, String method) {
    int hash = FNV_OFFSET;
    for (byte b : (stage + '/' + method).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
