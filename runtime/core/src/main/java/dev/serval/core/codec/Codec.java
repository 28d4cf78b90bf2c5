package dev.serval.core.codec;

import io.netty.buffer.ByteBuf;
import java.lang.reflect.Type;
import java.util.List;

/**
 * Turns values into bytes and back. Safe for use by many threads.
 *
 * <p>Implementations trust nothing they read: every length is bounded by the bytes that remain,
 * depth and graph size are limited, and classes that were not registered are refused.
 */
public interface Codec {

  /** Identifies the codec in the connection's HELLO; fixed for ever. */
  byte id();

  /** The name used in settings and messages, for example {@code fory}. */
  String name();

  /**
   * Appends {@code value} to {@code out}.
   *
   * @param type the declared type of the value
   * @throws CodecException if the value, or something in it, cannot be encoded; {@code out} may
   *     then hold a part of it
   */
  void encode(Object value, Type type, ByteBuf out);

  /**
   * Reads one value, which must take up all the readable bytes of {@code in}.
   *
   * @param type the declared type of the value
   * @throws CodecException if the bytes are not a value of that type
   */
  Object decode(ByteBuf in, Type type);

  /**
   * Appends the arguments of a call; the array has one element per type.
   *
   * @throws CodecException if an argument cannot be encoded
   */
  void encodeArguments(Object[] arguments, List<Type> types, ByteBuf out);

  /**
   * Reads the arguments of a call, which must take up all the readable bytes of {@code in}.
   *
   * @throws CodecException if the bytes are not arguments of those types
   */
  Object[] decodeArguments(ByteBuf in, List<Type> types);
}
