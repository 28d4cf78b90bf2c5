package dev.serval.protocol.wire;

/** What kind of error an ERROR frame carries. The codes are fixed for ever. */
public enum ErrorKind {
  /** The stage threw an exception or broke its contract. */
  STAGE_FAILED(0),
  /** A queue behind the replica was full. */
  BACK_PRESSURE(1),
  /** The deadline passed. */
  DEADLINE_EXCEEDED(2),
  /** A deployment behind the replica had no replica to offer, or lost one. */
  UNAVAILABLE(3),
  /** The call was cancelled. */
  CANCELLED(4),
  /** Unknown method, arguments that cannot be decoded, or a body over the limit. */
  BAD_REQUEST(5);

  private static final ErrorKind[] BY_CODE = values();

  private final int code;

  ErrorKind(int code) {
    this.code = code;
  }

  /** The code on the wire. */
  public int code() {
    return code;
  }

  /** The kind of a code; one that is unknown counts as a failure of the stage. */
  public static ErrorKind of(int code) {
    return code < BY_CODE.length ? BY_CODE[code] : STAGE_FAILED;
  }
}
