package dev.serval.core.local;

import dev.serval.core.codec.Codec;
import dev.serval.core.codec.CodecException;
import io.netty.buffer.ByteBuf;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Carries texts; marks each that it has carried, and refuses everything else. */
class TextCodec implements Codec {

  @Override
  public byte id() {
    return 7;
  }

  @Override
  public String name() {
    return "text";
  }

  @Override
  public void encode(Object value, Type type, ByteBuf out) {
    if (!(value instanceof String text)) {
      throw new CodecException("only texts can be carried, not " + value);
    }
    out.writeCharSequence(text, StandardCharsets.UTF_8);
  }

  @Override
  public Object decode(ByteBuf in, Type type) {
    return in.readCharSequence(in.readableBytes(), StandardCharsets.UTF_8) + "~";
  }

  @Override
  public void encodeArguments(Object[] arguments, List<Type> types, ByteBuf out) {
    throw new UnsupportedOperationException("calls in the process carry values one by one");
  }

  @Override
  public Object[] decodeArguments(ByteBuf in, List<Type> types) {
    throw new UnsupportedOperationException("calls in the process carry values one by one");
  }
}
