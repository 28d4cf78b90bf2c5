package dev.serval.protocol.wire;

import io.netty.buffer.ByteBuf;

/**
 * The payload of an ERROR frame, after the load.
 *
 * @param kind what kind of error
 * @param retryAfterMillis back-pressure only: when to try again, else 0
 * @param exceptionType stage failures only: class name of the exception, else empty
 * @param message names the deployment and the method
 * @param stackTrace of the exception where the replica is configured to send it, else empty
 */
public record WireError(
    ErrorKind kind, int retryAfterMillis, String exceptionType, String message, String stackTrace) {

  /** Appends the payload. */
  public void write(ByteBuf out) {
    out.writeByte(kind.code());
    out.writeInt(retryAfterMillis);
    WireText.write(out, exceptionType, WireLimits.MAX_TEXT_BYTES);
    WireText.write(out, message, WireLimits.MAX_TEXT_BYTES);
    WireText.write(out, stackTrace, WireLimits.MAX_STACK_TRACE_BYTES);
  }

  /**
   * Reads a payload that ends at {@code end}.
   *
   * @throws ProtocolException if a field is missing or out of its bounds
   */
  public static WireError read(ByteBuf in, int end) {
    WireText.require(in, end, 5, "ERROR");
    ErrorKind kind = ErrorKind.of(in.readUnsignedByte());
    int retryAfterMillis = in.readInt();
    if (retryAfterMillis < 0) {
      throw new ProtocolException("ERROR.retryAfterMillis is " + retryAfterMillis);
    }
    return new WireError(
        kind,
        retryAfterMillis,
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "ERROR.exceptionType"),
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "ERROR.message"),
        WireText.read(in, end, WireLimits.MAX_STACK_TRACE_BYTES, "ERROR.stackTrace"));
  }
}
