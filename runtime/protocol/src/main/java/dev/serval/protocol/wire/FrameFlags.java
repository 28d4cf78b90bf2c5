package dev.serval.protocol.wire;

/** The flags of frames. A receiver ignores flags that it does not know. */
public final class FrameFlags {

  /** CALL, RESPONSE, ITEM, CHUNK: the body continues in CHUNK frames of the same stream. */
  public static final int MORE = 1;

  /** CALL: uses the slot that was granted to this connection. */
  public static final int GRANTED = 1 << 1;

  /** CALL: carries a {@link CallMetadata} block before the body. */
  public static final int METADATA = 1 << 2;

  /** PING: answers a PING. */
  public static final int ACK = 1 << 3;

  /**
   * ERROR: the failure is that of a deployment behind the replica, and says nothing of the replica.
   */
  public static final int FORWARDED = 1 << 4;

  private FrameFlags() {}

  /** Whether {@code flag} is set in {@code flags}. */
  public static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }
}
