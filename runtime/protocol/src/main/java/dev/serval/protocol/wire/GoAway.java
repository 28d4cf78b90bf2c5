package dev.serval.protocol.wire;

import io.netty.buffer.ByteBuf;

/**
 * The payload of a GOAWAY frame.
 *
 * @param code why the sender takes no more calls
 * @param message what to mend, for the peer's log
 */
public record GoAway(GoAwayCode code, String message) {

  /** Appends the payload. */
  public void write(ByteBuf out) {
    out.writeByte(code.code());
    WireText.write(out, message, WireLimits.MAX_TEXT_BYTES);
  }

  /**
   * Reads a payload that ends at {@code end}.
   *
   * @throws ProtocolException if a field is missing or out of its bounds
   */
  public static GoAway read(ByteBuf in, int end) {
    WireText.require(in, end, 1, "GOAWAY");
    return new GoAway(
        GoAwayCode.of(in.readUnsignedByte()),
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "GOAWAY.message"));
  }
}
