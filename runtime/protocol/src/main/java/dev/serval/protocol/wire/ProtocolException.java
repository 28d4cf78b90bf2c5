package dev.serval.protocol.wire;

/** The peer sent bytes that the protocol does not allow. The connection cannot go on. */
public final class ProtocolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error whose message names the frame and the field. */
  public ProtocolException(String message) {
    super(message, null, false, false);
  }
}
