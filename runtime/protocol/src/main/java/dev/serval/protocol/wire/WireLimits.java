package dev.serval.protocol.wire;

/** Sizes that both sides hold to. A peer that exceeds one is sent GOAWAY and disconnected. */
public final class WireLimits {

  /** The oldest version of the protocol that this code speaks. */
  public static final int OLDEST_VERSION = 1;

  /** The newest version of the protocol that this code speaks. */
  public static final int NEWEST_VERSION = 1;

  /** Bytes of a frame's header: length, type, flags, stream. */
  public static final int HEADER_BYTES = 10;

  /** Bytes of the header that the length field counts. */
  public static final int COUNTED_HEADER_BYTES = 6;

  /**
   * Longest piece of a body in one frame. Longer bodies are cut into chunks, so that a large value
   * delays small calls on the same connection by no more than one chunk.
   */
  public static final int CHUNK_BYTES = 64 * 1024;

  /** Largest value of the length field: a chunk, its header and the metadata of a call. */
  public static final int MAX_FRAME_BYTES = CHUNK_BYTES + 8 * 1024;

  /** Longest text in a frame, in bytes of UTF-8; longer ones are cut by the sender. */
  public static final int MAX_TEXT_BYTES = 1024;

  /**
   * Longest stack trace in an ERROR frame, in bytes of UTF-8; longer ones are cut by the sender.
   */
  public static final int MAX_STACK_TRACE_BYTES = 16 * 1024;

  /**
   * Bodies that a sender may have under way in pieces on one connection; the next begins when one
   * of them is complete or given up. So a receiver never holds more than that many incomplete ones,
   * and a short body that needs two pieces does not wait for a very long one.
   */
  public static final int BODIES_IN_PIECES = 2;

  /** A CREDIT of that many elements lifts the bound for the rest of the stream. */
  public static final int NO_BOUND = Integer.MAX_VALUE;

  /** Largest number of running calls that a load can express; larger ones are sent as this. */
  public static final int MAX_LOAD = 0xffff;

  private WireLimits() {}
}
