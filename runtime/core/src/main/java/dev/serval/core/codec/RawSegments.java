package dev.serval.core.codec;

import io.netty.buffer.ByteBuf;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Values that need no serialiser: a tag of one byte, then the value, or a count and the elements,
 * little-endian. Tensors travel this way, copied in bulk.
 *
 * <p>Strings keep the two forms the JVM keeps them in, Latin-1 or UTF-16, so that nothing is
 * transcoded and unpaired surrogates survive.
 */
final class RawSegments {

  /** Followed by a count and that many bytes of the codec's own. */
  static final byte OBJECT = 32;

  private static final byte NULL = 0;
  private static final byte FALSE = 1;
  private static final byte TRUE = 2;
  private static final byte BYTE = 3;
  private static final byte SHORT = 4;
  private static final byte CHAR = 5;
  private static final byte INT = 6;
  private static final byte LONG = 7;
  private static final byte FLOAT = 8;
  private static final byte DOUBLE = 9;
  private static final byte LATIN1 = 10;
  private static final byte UTF16 = 11;
  private static final byte BYTES = 12;
  private static final byte BOOLEANS = 13;
  private static final byte SHORTS = 14;
  private static final byte CHARS = 15;
  private static final byte INTS = 16;
  private static final byte LONGS = 17;
  private static final byte FLOATS = 18;
  private static final byte DOUBLES = 19;

  private RawSegments() {}

  /** Appends the value if it is of a raw kind; otherwise appends nothing and returns false. */
  static boolean write(Object value, ByteBuf out) {
    switch (value) {
      case null -> out.writeByte(NULL);
      case Boolean v -> out.writeByte(v ? TRUE : FALSE);
      case Byte v -> out.writeByte(BYTE).writeByte(v);
      case Short v -> out.writeByte(SHORT).writeShortLE(v);
      case Character v -> out.writeByte(CHAR).writeShortLE(v);
      case Integer v -> out.writeByte(INT).writeIntLE(v);
      case Long v -> out.writeByte(LONG).writeLongLE(v);
      case Float v -> out.writeByte(FLOAT).writeIntLE(Float.floatToRawIntBits(v));
      case Double v -> out.writeByte(DOUBLE).writeLongLE(Double.doubleToRawLongBits(v));
      case String v -> writeString(v, out);
      case byte[] v -> writeCount(BYTES, v.length, out).writeBytes(v);
      case boolean[] v -> writeBooleans(v, out);
      case short[] v ->
          writeArray(SHORTS, v.length, Elements.SHORTS, MemorySegment.ofArray(v), out);
      case char[] v -> writeArray(CHARS, v.length, Elements.CHARS, MemorySegment.ofArray(v), out);
      case int[] v -> writeArray(INTS, v.length, Elements.INTS, MemorySegment.ofArray(v), out);
      case long[] v -> writeArray(LONGS, v.length, Elements.LONGS, MemorySegment.ofArray(v), out);
      case float[] v ->
          writeArray(FLOATS, v.length, Elements.FLOATS, MemorySegment.ofArray(v), out);
      case double[] v ->
          writeArray(DOUBLES, v.length, Elements.DOUBLES, MemorySegment.ofArray(v), out);
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads the value that follows a tag.
   *
   * @throws CodecException if the tag is unknown, or the bytes that remain are too few
   */
  static Object read(byte tag, ByteBuf in) {
    return switch (tag) {
      case NULL -> null;
      case FALSE -> false;
      case TRUE -> true;
      case BYTE -> require(1, in).readByte();
      case SHORT -> require(2, in).readShortLE();
      case CHAR -> (char) require(2, in).readShortLE();
      case INT -> require(4, in).readIntLE();
      case LONG -> require(8, in).readLongLE();
      case FLOAT -> Float.intBitsToFloat(require(4, in).readIntLE());
      case DOUBLE -> Double.longBitsToDouble(require(8, in).readLongLE());
      case LATIN1 -> new String(readBytes(in), StandardCharsets.ISO_8859_1);
      case UTF16 -> new String(readChars(in));
      case BYTES -> readBytes(in);
      case BOOLEANS -> readBooleans(in);
      case CHARS -> readChars(in);
      case SHORTS -> {
        short[] array = new short[readCount(Short.BYTES, in)];
        yield readArray(array, array.length, Elements.SHORTS, MemorySegment.ofArray(array), in);
      }
      case INTS -> {
        int[] array = new int[readCount(Integer.BYTES, in)];
        yield readArray(array, array.length, Elements.INTS, MemorySegment.ofArray(array), in);
      }
      case LONGS -> {
        long[] array = new long[readCount(Long.BYTES, in)];
        yield readArray(array, array.length, Elements.LONGS, MemorySegment.ofArray(array), in);
      }
      case FLOATS -> {
        float[] array = new float[readCount(Float.BYTES, in)];
        yield readArray(array, array.length, Elements.FLOATS, MemorySegment.ofArray(array), in);
      }
      case DOUBLES -> {
        double[] array = new double[readCount(Double.BYTES, in)];
        yield readArray(array, array.length, Elements.DOUBLES, MemorySegment.ofArray(array), in);
      }
      default -> throw new CodecException("unknown segment tag " + tag);
    };
  }

  /** Appends a tag and a count, seven bits per byte, lowest first. */
  static ByteBuf writeCount(byte tag, int count, ByteBuf out) {
    out.writeByte(tag);
    int rest = count;
    while (rest > 0x7F) {
      out.writeByte(rest | 0x80);
      rest >>>= 7;
    }
    return out.writeByte(rest);
  }

  /**
   * Reads a count of elements of {@code width} bytes each.
   *
   * @throws CodecException if that many elements are not there
   */
  static int readCount(int width, ByteBuf in) {
    long count = 0;
    for (int shift = 0; ; shift += 7) {
      if (shift > 28) {
        throw new CodecException("a count takes more than 5 bytes");
      }
      byte next = require(1, in).readByte();
      count |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        break;
      }
    }
    if (count > in.readableBytes() / width) {
      throw new CodecException(
          count + " elements of " + width + " B announced, " + in.readableBytes() + " B remain");
    }
    return (int) count;
  }

  private static void writeString(String value, ByteBuf out) {
    if (isLatin1(value)) {
      byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
      writeCount(LATIN1, bytes.length, out).writeBytes(bytes);
    } else {
      char[] chars = value.toCharArray();
      writeArray(UTF16, chars.length, Elements.CHARS, MemorySegment.ofArray(chars), out);
    }
  }

  private static boolean isLatin1(String value) {
    int all = 0;
    for (int i = 0; i < value.length(); i++) {
      all |= value.charAt(i);
    }
    return all < 0x100;
  }

  private static void writeBooleans(boolean[] values, ByteBuf out) {
    writeCount(BOOLEANS, values.length, out);
    for (boolean value : values) {
      out.writeBoolean(value);
    }
  }

  private static void writeArray(
      byte tag, int count, Elements elements, MemorySegment from, ByteBuf out) {
    writeCount(tag, count, out);
    int size = Math.multiplyExact(count, elements.width());
    out.ensureWritable(size);
    int index = out.writerIndex();
    if (out.nioBufferCount() == 1) {
      elements.copyOut(from, MemorySegment.ofBuffer(out.nioBuffer(index, size)), count);
      out.writerIndex(index + size);
    } else {
      byte[] scratch = new byte[size];
      elements.copyOut(from, MemorySegment.ofArray(scratch), count);
      out.writeBytes(scratch);
    }
  }

  private static byte[] readBytes(ByteBuf in) {
    byte[] bytes = new byte[readCount(1, in)];
    in.readBytes(bytes);
    return bytes;
  }

  private static boolean[] readBooleans(ByteBuf in) {
    boolean[] values = new boolean[readCount(1, in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readBoolean();
    }
    return values;
  }

  private static char[] readChars(ByteBuf in) {
    char[] chars = new char[readCount(Character.BYTES, in)];
    return readArray(chars, chars.length, Elements.CHARS, MemorySegment.ofArray(chars), in);
  }

  private static <A> A readArray(
      A array, int count, Elements elements, MemorySegment to, ByteBuf in) {
    int size = count * elements.width();
    elements.copyIn(MemorySegment.ofBuffer(in.nioBuffer(in.readerIndex(), size)), to, count);
    in.skipBytes(size);
    return array;
  }

  private static ByteBuf require(int bytes, ByteBuf in) {
    if (in.readableBytes() < bytes) {
      throw new CodecException(bytes + " B needed, " + in.readableBytes() + " B remain");
    }
    return in;
  }

  /** How the elements of an array lie in memory and on the wire. */
  private record Elements(int width, ValueLayout memory, ValueLayout wire) {

    static final Elements SHORTS = of(ValueLayout.JAVA_SHORT, ValueLayout.JAVA_SHORT_UNALIGNED);
    static final Elements CHARS = of(ValueLayout.JAVA_CHAR, ValueLayout.JAVA_CHAR_UNALIGNED);
    static final Elements INTS = of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT_UNALIGNED);
    static final Elements LONGS = of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG_UNALIGNED);
    static final Elements FLOATS = of(ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_FLOAT_UNALIGNED);
    static final Elements DOUBLES = of(ValueLayout.JAVA_DOUBLE, ValueLayout.JAVA_DOUBLE_UNALIGNED);

    private static Elements of(ValueLayout memory, ValueLayout unaligned) {
      return new Elements(
          (int) memory.byteSize(), memory, unaligned.withOrder(ByteOrder.LITTLE_ENDIAN));
    }

    void copyOut(MemorySegment array, MemorySegment bytes, int count) {
      MemorySegment.copy(array, memory, 0, bytes, wire, 0, count);
    }

    void copyIn(MemorySegment bytes, MemorySegment array, int count) {
      MemorySegment.copy(bytes, wire, 0, array, memory, 0, count);
    }
  }
}
