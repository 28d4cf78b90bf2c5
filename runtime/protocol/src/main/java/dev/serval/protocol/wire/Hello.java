package dev.serval.protocol.wire;

import io.netty.buffer.ByteBuf;

/**
 * The payload of a HELLO frame.
 *
 * @param oldestVersion oldest protocol version that the caller speaks, 1 to 255
 * @param newestVersion newest protocol version that the caller speaks, 1 to 255
 * @param codecs bit {@code 1 << id} for each codec that the caller can use
 * @param callerId the same on all connections of one caller process; random
 * @param maxBodyBytes the largest body that the caller accepts, at least 1
 * @param application the application that the caller belongs to
 * @param deployment the deployment that the caller wants to reach
 * @param caller the deployment of the caller and its replica, for logs
 * @param credentials proof that the caller may call, or empty
 */
public record Hello(
    int oldestVersion,
    int newestVersion,
    int codecs,
    long callerId,
    int maxBodyBytes,
    String application,
    String deployment,
    String caller,
    String credentials) {

  /** "SRVL": tells a Serval caller from anything else that connects to the port. */
  public static final int MAGIC = 0x5352564c;

  /** Appends the payload. */
  public void write(ByteBuf out) {
    out.writeInt(MAGIC);
    out.writeByte(oldestVersion);
    out.writeByte(newestVersion);
    out.writeInt(codecs);
    out.writeLong(callerId);
    out.writeInt(maxBodyBytes);
    WireText.write(out, application, WireLimits.MAX_TEXT_BYTES);
    WireText.write(out, deployment, WireLimits.MAX_TEXT_BYTES);
    WireText.write(out, caller, WireLimits.MAX_TEXT_BYTES);
    WireText.write(out, credentials, WireLimits.MAX_FRAME_BYTES / 2);
  }

  /**
   * Reads a payload that ends at {@code end}. Bytes after the known fields are left to later
   * versions.
   *
   * @throws ProtocolException if a field is missing or out of its bounds
   */
  public static Hello read(ByteBuf in, int end) {
    WireText.require(in, end, 22, "HELLO");
    int magic = in.readInt();
    if (magic != MAGIC) {
      throw new ProtocolException("HELLO does not start with SRVL: the peer is no Serval caller");
    }
    int oldest = WireText.atLeastOne(in.readUnsignedByte(), "HELLO.oldestVersion");
    int newest = in.readUnsignedByte();
    if (newest < oldest) {
      throw new ProtocolException(
          "HELLO.newestVersion is " + newest + ", but the oldest is " + oldest);
    }
    return new Hello(
        oldest,
        newest,
        in.readInt(),
        in.readLong(),
        WireText.atLeastOne(in.readInt(), "HELLO.maxBodyBytes"),
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "HELLO.application"),
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "HELLO.deployment"),
        WireText.read(in, end, WireLimits.MAX_TEXT_BYTES, "HELLO.caller"),
        WireText.read(in, end, WireLimits.MAX_FRAME_BYTES / 2, "HELLO.credentials"));
  }

  /** The newest version that both sides speak, or 0 if there is none. */
  public int commonVersion(int oldestHere, int newestHere) {
    int newest = Math.min(newestVersion, newestHere);
    return newest >= Math.max(oldestVersion, oldestHere) ? newest : 0;
  }
}
