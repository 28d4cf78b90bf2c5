package dev.serval.core.wire;

import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What bytes on a connection say, read as simply as can be: frames, up to where there are none any
 * more, and messages, which are frames with the rest of their bodies. A test that damages bytes
 * asks here what an answer may be made of.
 */
final class Frames {

  private Frames() {}

  /** A frame that is complete; {@code payload} has what its chunks brought too. */
  record Message(byte type, int flags, int stream, ByteBuf payload) {}

  static List<RawPeer.Frame> in(byte[] bytes) {
    List<RawPeer.Frame> frames = new ArrayList<>();
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    while (in.readableBytes() >= WireLimits.HEADER_BYTES) {
      int length = in.readInt();
      if (length < WireLimits.COUNTED_HEADER_BYTES
          || length > WireLimits.MAX_FRAME_BYTES
          || length > in.readableBytes()) {
        break;
      }
      byte type = in.readByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      frames.add(
          new RawPeer.Frame(
              type, flags, stream, in.readSlice(length - WireLimits.COUNTED_HEADER_BYTES)));
    }
    return frames;
  }

  /** In the order in which they were complete. */
  static List<Message> messages(List<RawPeer.Frame> frames) {
    List<Message> messages = new ArrayList<>();
    Map<Integer, Message> arriving = new HashMap<>();
    for (RawPeer.Frame frame : frames) {
      boolean more = FrameFlags.has(frame.flags(), FrameFlags.MORE);
      Message message =
          new Message(
              frame.type(), frame.flags(), frame.stream(), Unpooled.copiedBuffer(frame.payload()));
      switch (frame.type()) {
        case FrameType.CALL, FrameType.RESPONSE, FrameType.ITEM -> {
          if (more) {
            arriving.put(frame.stream(), message);
          } else {
            messages.add(message);
          }
        }
        case FrameType.CHUNK -> {
          Message begun = arriving.get(frame.stream());
          if (begun != null) {
            begun.payload.writeBytes(message.payload);
            if (!more) {
              messages.add(arriving.remove(frame.stream()));
            }
          }
        }
        default -> messages.add(message);
      }
    }
    return messages;
  }
}
