package dev.serval.protocol.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Text in frames: a length in bytes, then UTF-8. Lengths are checked against the frame's end. */
final class WireText {

  private WireText() {}

  /** Writes {@code text}, cut at a character boundary to at most {@code most} bytes. */
  static void write(ByteBuf out, String text, int most) {
    if (text.isEmpty()) {
      out.writeShort(0);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = bytes.length;
    if (length > most) {
      length = most;
      while (length > 0 && (bytes[length] & 0xc0) == 0x80) {
        length--;
      }
    }
    out.writeShort(length);
    out.writeBytes(bytes, 0, length);
  }

  static String read(ByteBuf in, int end, int most, String field) {
    require(in, end, 2, field);
    int length = in.readUnsignedShort();
    if (length > most) {
      throw new ProtocolException(
          field + " has " + length + " bytes, at most " + most + " allowed");
    }
    require(in, end, length, field);
    if (length == 0) {
      return "";
    }
    String text = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
    in.skipBytes(length);
    return text;
  }

  static int atLeastOne(int value, String field) {
    if (value < 1) {
      throw new ProtocolException(field + " must be at least 1, but is " + value);
    }
    return value;
  }

  static void require(ByteBuf in, int end, int bytes, String field) {
    if (end - in.readerIndex() < bytes) {
      throw new ProtocolException(
          field
              + " needs "
              + bytes
              + " bytes, but the frame has "
              + (end - in.readerIndex())
              + " left");
    }
  }
}
