package dev.serval.protocol.wire;

import io.netty.buffer.ByteBuf;

/**
 * Appends frames to a buffer. A frame with a body is begun, its body appended by the caller, and
 * ended: {@link #end} fills in the length.
 */
public final class FrameWriter {

  private FrameWriter() {}

  /** Begins a frame and returns the position to give to {@link #end}. */
  public static int begin(ByteBuf out, byte type, int flags, int stream) {
    int start = out.writerIndex();
    out.writeInt(0);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    return start;
  }

  /** Ends the frame that was begun at {@code start}. */
  public static void end(ByteBuf out, int start) {
    out.setInt(start, out.writerIndex() - start - Integer.BYTES);
  }

  /** Sets the stream of the frame that was begun at {@code start}. */
  public static void setStream(ByteBuf out, int start, int stream) {
    out.setInt(start + 6, stream);
  }

  /** Sets further flags of the frame that was begun at {@code start}. */
  public static void addFlags(ByteBuf out, int start, int flags) {
    out.setByte(start + 5, out.getByte(start + 5) | flags);
  }

  /**
   * Begins a CALL. Its body follows.
   *
   * @param methodId the hash of the method's name, see {@link MethodId}
   * @param timeoutMillis time left until the deadline, 0 for none
   */
  public static int beginCall(
      ByteBuf out, int stream, int flags, int methodId, int timeoutMillis, CallMetadata metadata) {
    boolean withMetadata = !metadata.isEmpty();
    int start =
        begin(out, FrameType.CALL, withMetadata ? flags | FrameFlags.METADATA : flags, stream);
    out.writeInt(methodId);
    out.writeInt(timeoutMillis);
    if (withMetadata) {
      metadata.write(out);
    }
    return start;
  }

  /** Begins a RESPONSE. Its body follows. */
  public static int beginResponse(ByteBuf out, int stream, int load) {
    int start = begin(out, FrameType.RESPONSE, 0, stream);
    out.writeInt(load);
    return start;
  }

  /** A frame without a payload. */
  public static void empty(ByteBuf out, byte type, int stream) {
    end(out, begin(out, type, 0, stream));
  }

  /** REJECT. */
  public static void reject(ByteBuf out, int stream, int load, boolean draining) {
    int start = begin(out, FrameType.REJECT, 0, stream);
    out.writeInt(load);
    out.writeByte(draining ? 1 : 0);
    end(out, start);
  }

  /** ERROR; {@code flags} may hold {@link FrameFlags#FORWARDED}. */
  public static void error(ByteBuf out, int flags, int stream, int load, WireError error) {
    int start = begin(out, FrameType.ERROR, flags, stream);
    out.writeInt(load);
    error.write(out);
    end(out, start);
  }

  /** END. */
  public static void end(ByteBuf out, int stream, int load) {
    int start = begin(out, FrameType.END, 0, stream);
    out.writeInt(load);
    end(out, start);
  }

  /** CREDIT for {@code elements} more, at least 1; {@link WireLimits#NO_BOUND} for any number. */
  public static void credit(ByteBuf out, int stream, int elements) {
    int start = begin(out, FrameType.CREDIT, 0, stream);
    out.writeInt(elements);
    end(out, start);
  }

  /** CANCEL; {@code deadline} says that time ran out. */
  public static void cancel(ByteBuf out, int stream, boolean deadline) {
    int start = begin(out, FrameType.CANCEL, 0, stream);
    out.writeByte(deadline ? 1 : 0);
    end(out, start);
  }

  /** GOAWAY. */
  public static void goAway(ByteBuf out, GoAway goAway) {
    int start = begin(out, FrameType.GOAWAY, 0, 0);
    goAway.write(out);
    end(out, start);
  }

  /** PING, or its answer. */
  public static void ping(ByteBuf out, int flags, long token) {
    int start = begin(out, FrameType.PING, flags, 0);
    out.writeLong(token);
    end(out, start);
  }
}
