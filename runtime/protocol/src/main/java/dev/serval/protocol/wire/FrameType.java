package dev.serval.protocol.wire;

/** The types of frames. The values are fixed for ever; a retired one is never used again. */
public final class FrameType {

  /** Caller to replica, first frame of a connection: who calls, and what it speaks. */
  public static final byte HELLO = 1;

  /** Replica to caller, answer to HELLO: the version and codec chosen, and the replica's limits. */
  public static final byte WELCOME = 2;

  /** Caller to replica: starts a call on a new stream. */
  public static final byte CALL = 3;

  /** Replica to caller: the call occupies a slot and is running, its outcome will follow. */
  public static final byte ACCEPT = 4;

  /** Replica to caller: the call was not started; the caller will be granted a slot later. */
  public static final byte REJECT = 5;

  /** Replica to caller: the result of a unary call; ends the stream. */
  public static final byte RESPONSE = 6;

  /** Replica to caller: the call failed; ends the stream. */
  public static final byte ERROR = 7;

  /** Replica to caller: the next element of a streaming call. */
  public static final byte ITEM = 8;

  /** Replica to caller: a streaming call has ended well; ends the stream. */
  public static final byte END = 9;

  /** Caller to replica: the caller can take that many more elements. */
  public static final byte CREDIT = 10;

  /** Caller to replica: the caller has lost interest; ends the stream. */
  public static final byte CANCEL = 11;

  /** Replica to caller: a slot is held for one call of this connection. */
  public static final byte GRANT = 12;

  /** Caller to replica: the slot granted last is not needed. */
  public static final byte DECLINE = 13;

  /** Either way: the sender will take no new calls; with a code other than draining, it closes. */
  public static final byte GOAWAY = 14;

  /** Either way: answered with the same bytes and {@link FrameFlags#ACK}. */
  public static final byte PING = 15;

  /** Either way: continues the body of the CALL, RESPONSE or ITEM on the same stream. */
  public static final byte CHUNK = 16;

  private FrameType() {}

  /** The type's name for messages, or its number where the type is unknown. */
  public static String name(byte type) {
    return switch (type) {
      case HELLO -> "HELLO";
      case WELCOME -> "WELCOME";
      case CALL -> "CALL";
      case ACCEPT -> "ACCEPT";
      case REJECT -> "REJECT";
      case RESPONSE -> "RESPONSE";
      case ERROR -> "ERROR";
      case ITEM -> "ITEM";
      case END -> "END";
      case CREDIT -> "CREDIT";
      case CANCEL -> "CANCEL";
      case GRANT -> "GRANT";
      case DECLINE -> "DECLINE";
      case GOAWAY -> "GOAWAY";
      case PING -> "PING";
      case CHUNK -> "CHUNK";
      default -> "type " + (type & 0xff);
    };
  }
}
