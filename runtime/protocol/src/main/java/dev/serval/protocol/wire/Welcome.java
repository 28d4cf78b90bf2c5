package dev.serval.protocol.wire;

import io.netty.buffer.ByteBuf;

/**
 * The payload of a WELCOME frame.
 *
 * @param version the protocol version of this connection
 * @param codec the id of the codec of this connection
 * @param maxOngoing how many calls the replica runs at a time, over all its callers, at least 1
 * @param maxBodyBytes the largest body that the replica accepts, at least 1
 * @param replica the name of the replica, for logs and error messages
 */
public record Welcome(int version, byte codec, int maxOngoing, int maxBodyBytes, String replica) {

  /** Appends the payload. */
  public void write(ByteBuf out) {
    out.writeByte(version);
    out.writeByte(codec);
    out.writeInt(maxOngoing);
    out.writeInt(maxBodyBytes);
    WireText.write(out, replica, WireLimits.MAX_TEXT_BYTES);
  }

  /**
   * Reads a payload that ends at {@code end}. Bytes after the known fields are left to later
   * versions.
   *
   * @throws ProtocolException if a field is missing or out of its bounds
   */
  public static Welcome read(ByteBuf in, int end) {
    WireText.require(in, end, 10, "WELCOME");
    return new Welcome(
        WireText.atLeastOne(in.readUnsignedByte(), "WELCOME.version"),
        in.readByte(),
        WireText.atLeastOne(in.readInt(), "WELCOME.maxOngoing"),
        WireText.atLeastOne(in.readInt(), "WELCOME.maxBodyBytes"),
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "WELCOME.replica"));
  }
}
