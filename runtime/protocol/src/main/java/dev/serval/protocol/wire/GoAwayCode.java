package dev.serval.protocol.wire;

/** Why a peer takes no more calls. The codes are fixed for ever. */
public enum GoAwayCode {
  /** The replica finishes what runs and then exits. */
  DRAINING(0),
  /** The two sides have no protocol version in common. */
  VERSION(1),
  /** The peer broke the protocol. */
  PROTOCOL_ERROR(2),
  /** The peer asked for another application or deployment than the one that listens here. */
  WRONG_TARGET(3),
  /** The peer's credentials were not accepted. */
  UNAUTHORIZED(4),
  /** The replica has as many connections as it takes. */
  TOO_MANY_CONNECTIONS(5);

  private static final GoAwayCode[] BY_CODE = values();

  private final int code;

  GoAwayCode(int code) {
    this.code = code;
  }

  /** The code on the wire. */
  public int code() {
    return code;
  }

  /** The reason of a code; one that is unknown counts as a protocol error. */
  public static GoAwayCode of(int code) {
    return code < BY_CODE.length ? BY_CODE[code] : PROTOCOL_ERROR;
  }
}
