package dev.serval.protocol.wire;

/**
 * The load of a replica as its responses carry it, packed into an {@code int}: the running calls of
 * other callers in the upper 16 bits, the replica's limit in the lower 16.
 */
public final class Load {

  /** Bytes of a load in a frame. */
  public static final int BYTES = 4;

  private Load() {}

  /** Packs a load; numbers above {@link WireLimits#MAX_LOAD} are sent as that. */
  public static int of(int others, int limit) {
    return Math.clamp(others, 0, WireLimits.MAX_LOAD) << 16
        | Math.clamp(limit, 0, WireLimits.MAX_LOAD);
  }

  /** Running calls of other callers than the one that the load is sent to. */
  public static int others(int load) {
    return load >>> 16;
  }

  /** How many calls the replica runs at a time. */
  public static int limit(int load) {
    return load & 0xffff;
  }
}
