package dev.serval.core.codec;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileGenerator;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.List;

/**
 * Jackson's Smile, a binary JSON that any language can read: a value is one document, the arguments
 * of a call are one array. Slower and larger than {@link ForyCodec}; the choice for peers that are
 * not Java.
 *
 * <p>Values are read as their declared type and nothing else; class names in the data are never
 * followed. Where a sealed interface or class is declared, a property {@value
 * SmileIntrospector#PROPERTY} names one of its permitted subclasses. Unknown properties are ignored
 * and missing ones are null, zero, false or an empty {@code Optional}, so that versions can be
 * mixed.
 *
 * <p>Stricter than Fory in three ways: a class that isn't a record needs a constructor without
 * parameters, strings must not have unpaired surrogates, and keys of maps must be scalars, enums,
 * strings, UUIDs or of {@code java.time}.
 */
public final class SmileCodec implements Codec {

  /** {@link #id()} of this codec. */
  public static final byte ID = 2;

  /**
   * Heap charged to each token of a document, in bytes, against {@link CodecLimits#maxGraphBytes}.
   */
  static final int BYTES_PER_TOKEN = 16;

  private final ObjectMapper mapper;
  private final CodecLimits limits;

  /** A codec with those limits; thread-safe, and worth keeping since it caches what it learns. */
  public SmileCodec(CodecLimits limits) {
    this.limits = limits;
    this.mapper = mapper(limits);
  }

  @Override
  public byte id() {
    return ID;
  }

  @Override
  public String name() {
    return "smile";
  }

  @Override
  public void encode(Object value, Type type, ByteBuf out) {
    DeclaredType.require(value, type);
    int start = out.writerIndex();
    try (JsonGenerator generator = mapper.createGenerator(stream(out))) {
      write(generator, value, type);
    } catch (IOException | RuntimeException e) {
      throw new CodecException(type.getTypeName() + " cannot be encoded: " + Reason.of(e), e);
    }
    limits.requireBodySize(out.writerIndex() - start);
  }

  @Override
  public Object decode(ByteBuf in, Type type) {
    try (JsonParser parser = parser(in)) {
      Object value = read(parser, type);
      requireEnd(parser);
      return value;
    } catch (IOException | RuntimeException e) {
      throw new CodecException("not a value of " + type.getTypeName() + ": " + Reason.of(e), e);
    }
  }

  @Override
  public void encodeArguments(Object[] arguments, List<Type> types, ByteBuf out) {
    DeclaredType.requireAll(arguments, types);
    int start = out.writerIndex();
    try (JsonGenerator generator = mapper.createGenerator(stream(out))) {
      generator.writeStartArray();
      for (int i = 0; i < types.size(); i++) {
        write(generator, arguments[i], types.get(i));
      }
      generator.writeEndArray();
    } catch (IOException | RuntimeException e) {
      throw new CodecException("the arguments cannot be encoded: " + Reason.of(e), e);
    }
    limits.requireBodySize(out.writerIndex() - start);
  }

  @Override
  public Object[] decodeArguments(ByteBuf in, List<Type> types) {
    Object[] arguments = new Object[types.size()];
    try (JsonParser parser = parser(in)) {
      requireToken(JsonToken.START_ARRAY, parser);
      for (int i = 0; i < types.size(); i++) {
        arguments[i] = read(parser, types.get(i));
      }
      requireToken(JsonToken.END_ARRAY, parser);
      requireEnd(parser);
      return arguments;
    } catch (IOException | RuntimeException e) {
      throw new CodecException("not " + types.size() + " arguments: " + Reason.of(e), e);
    }
  }

  private void write(JsonGenerator generator, Object value, Type type) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else {
      mapper.writerFor(mapper.constructType(type)).writeValue(generator, value);
    }
  }

  private Object read(JsonParser parser, Type type) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null || token == JsonToken.END_ARRAY) {
      throw new CodecException("a value of " + type.getTypeName() + " is missing");
    }
    return DeclaredType.require(
        mapper.readerFor(mapper.constructType(type)).readValue(parser), type);
  }

  private JsonParser parser(ByteBuf in) throws IOException {
    int size = limits.requireBodySize(in.readableBytes());
    if (in.hasArray()) {
      int offset = in.arrayOffset() + in.readerIndex();
      in.skipBytes(size);
      return mapper.createParser(in.array(), offset, size);
    }
    byte[] bytes = new byte[size];
    in.readBytes(bytes);
    return mapper.createParser(bytes);
  }

  @SuppressWarnings("resource") // closing it closes nothing, and the generator does that
  private static OutputStream stream(ByteBuf out) {
    return new ByteBufOutputStream(out);
  }

  private static void requireToken(JsonToken expected, JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token != expected) {
      throw new CodecException(expected + " expected, " + token + " found");
    }
  }

  private static void requireEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null || parser.releaseBuffered(OutputStream.nullOutputStream()) > 0) {
      throw new CodecException("bytes are left over");
    }
  }

  private static ObjectMapper mapper(CodecLimits limits) {
    return SmileMapper.builder(factory(limits))
        .visibility(PropertyAccessor.ALL, Visibility.NONE)
        .visibility(PropertyAccessor.FIELD, Visibility.ANY)
        .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
        .enable(MapperFeature.USE_BASE_TYPE_AS_DEFAULT_IMPL)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .annotationIntrospector(new SmileIntrospector())
        .addModule(new SmileJdkTypes())
        .build();
  }

  private static SmileFactory factory(CodecLimits limits) {
    int depth = limits.maxDepth() + 1;
    return SmileFactory.builder()
        .disable(SmileGenerator.Feature.ENCODE_BINARY_AS_7BIT)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        // The default keeps its buffers with each thread, and virtual threads are many.
        .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(depth)
                .maxDocumentLength(limits.maxBodyBytes())
                .maxStringLength(limits.maxBodyBytes())
                .maxTokenCount(limits.maxGraphBytes() / BYTES_PER_TOKEN)
                .build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(depth).build())
        .build();
  }
}
