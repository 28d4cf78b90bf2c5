package dev.serval.samples.recsys.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Takes values off the body of a model file and checks each of them before it is believed. */
final class ModelInput {
  private final ByteBuffer in;

  ModelInput(byte[] body) {
    in = ByteBuffer.wrap(body);
  }

  /** A number of things of which each takes at least {@code minBytes} of what is left. */
  int count(String what, int minBytes) throws ModelFormatException {
    need(what, Integer.BYTES);
    int count = in.getInt();
    if (count < 0 || (long) count * minBytes > in.remaining()) {
      throw new ModelFormatException(
          Integer.toUnsignedString(count) + " " + what + " do not fit into it");
    }
    return count;
  }

  /** A number from 0 to {@code limit - 1}. */
  int index(String what, int limit) throws ModelFormatException {
    need(what, Integer.BYTES);
    int value = in.getInt();
    if (value < 0 || value >= limit) {
      throw new ModelFormatException(what + " is " + value + ", not from 0 to " + (limit - 1));
    }
    return value;
  }

  int unsignedByte(String what) throws ModelFormatException {
    need(what, Byte.BYTES);
    return Byte.toUnsignedInt(in.get());
  }

  int unsignedShort(String what) throws ModelFormatException {
    need(what, Short.BYTES);
    return Short.toUnsignedInt(in.getShort());
  }

  /** A number from 0 to {@code max}. */
  int varint(String what, int max) throws ModelFormatException {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = unsignedByte(what);
      value |= (long) (next & 0x7f) << shift;
      if (value > max) {
        break;
      }
      if (next < 0x80) {
        return (int) value;
      }
    }
    throw new ModelFormatException(what + " is more than " + max);
  }

  String text(String what) throws ModelFormatException {
    int length = unsignedShort(what);
    need(what, length);
    ByteBuffer bytes = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(what + " is not UTF-8");
    }
  }

  /** An id larger than the one before. */
  int idAfter(String what, int last) throws ModelFormatException {
    need(what, Integer.BYTES);
    int id = in.getInt();
    if (id <= last) {
      throw new ModelFormatException(what + " " + id + " follows " + last);
    }
    return id;
  }

  int[] ids(String what, int count) throws ModelFormatException {
    need(what, (long) count * Integer.BYTES);
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = idAfter(what, i == 0 ? 0 : ids[i - 1]);
    }
    return ids;
  }

  /** A matrix of numbers that a dot product can't make infinite. */
  float[][] floats(String what, int rows, int columns) throws ModelFormatException {
    need(what, (long) rows * columns * Float.BYTES);
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      in.slice().asFloatBuffer().get(row);
      in.position(in.position() + columns * Float.BYTES);
      for (float value : row) {
        if (!(Math.abs(value) <= RankingModel.MAX_COMPONENT)) {
          throw new ModelFormatException(what + " have the component " + value);
        }
      }
    }
    return values;
  }

  void expectEnd() throws ModelFormatException {
    if (in.hasRemaining()) {
      throw new ModelFormatException(in.remaining() + " bytes follow its last user");
    }
  }

  private void need(String what, long bytes) throws ModelFormatException {
    if (bytes > in.remaining()) {
      throw new ModelFormatException("it ends within " + what);
    }
  }
}
