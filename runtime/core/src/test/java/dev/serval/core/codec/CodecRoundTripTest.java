package dev.serval.core.codec;

import static dev.serval.core.codec.SameValue.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.core.codec.Samples.Account;
import dev.serval.core.codec.Samples.Item;
import dev.serval.core.codec.Samples.Sample;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodecRoundTripTest {

  private static final List<Codec> CODECS =
      List.of(
          new ForyCodec(Samples.table(), CodecLimits.DEFAULT), new SmileCodec(CodecLimits.DEFAULT));

  static Stream<Arguments> samples() {
    return CODECS.stream()
        .flatMap(
            codec ->
                Samples.all().stream()
                    .map(
                        sample ->
                            Arguments.argumentSet(codec.name() + " " + sample, codec, sample)));
  }

  static Stream<Codec> codecs() {
    return CODECS.stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyValueComesBackFromHeapAndDirectBuffers(Codec codec, Sample sample) {
    for (ByteBuf buffer : List.of(Unpooled.buffer(), Unpooled.directBuffer())) {
      buffer.writeLong(42).readLong();
      codec.encode(sample.value(), sample.type(), buffer);
      assertSame(sample.value(), codec.decode(buffer, sample.type()));
      assertThat(buffer.isReadable()).isFalse();
      buffer.release();
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void allValuesTogetherAreArguments(Codec codec) {
    List<Sample> samples = Samples.all();
    List<Type> types = samples.stream().map(Sample::type).toList();
    Object[] values = samples.stream().map(Sample::value).toArray();
    ByteBuf buffer = Unpooled.buffer();
    codec.encodeArguments(values, types, buffer);
    Object[] decoded = codec.decodeArguments(buffer, types);
    for (int i = 0; i < values.length; i++) {
      assertSame(values[i], decoded[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void buffersInPiecesWork(Codec codec) {
    float[] floats = {1, 2, 3};
    ByteBuf whole = Unpooled.buffer();
    codec.encode(floats, float[].class, whole);
    int half = whole.readableBytes() / 2;
    ByteBuf pieces =
        Unpooled.wrappedBuffer(whole.readSlice(half), whole.readSlice(whole.readableBytes()));
    assertSame(floats, codec.decode(pieces, float[].class));

    ByteBuf composite =
        Unpooled.compositeBuffer().addComponent(true, Unpooled.buffer(1).writeByte(9));
    codec.encode(floats, float[].class, composite);
    assertThat(composite.readByte()).isEqualTo((byte) 9);
    assertSame(floats, codec.decode(composite, float[].class));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void transientFieldsAreNotCarried(Codec codec) {
    ByteBuf buffer = Unpooled.buffer();
    codec.encode(new Account("me"), Account.class, buffer);
    assertThat(buffer.toString(StandardCharsets.ISO_8859_1)).doesNotContain("cached");
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void valuesOfAnotherTypeAreRefusedBothWays(Codec codec) {
    ByteBuf buffer = Unpooled.buffer();
    assertThatThrownBy(() -> codec.encode("text", Item.class, buffer))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("java.lang.String is not a value of " + Item.class.getTypeName());
    codec.encode("text", String.class, buffer);
    assertThatThrownBy(() -> codec.decode(buffer, Item.class)).isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> codec.encodeArguments(new Object[0], List.of(int.class), buffer))
        .isInstanceOf(CodecException.class)
        .hasMessage("0 arguments for 1 parameters");
    assertThatThrownBy(() -> codec.encode(null, int.class, buffer))
        .isInstanceOf(CodecException.class)
        .hasMessage("null is not a value of int");
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void bodiesOverTheLimitAreRefusedBothWays(Codec codec) {
    CodecLimits small = CodecLimits.DEFAULT.withMaxBodyBytes(1024);
    Codec limited =
        codec.id() == ForyCodec.ID ? new ForyCodec(TypeTable.EMPTY, small) : new SmileCodec(small);
    ByteBuf buffer = Unpooled.buffer();
    assertThatThrownBy(() -> limited.encode(new byte[2000], byte[].class, buffer))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("is over the limit of 1024 B");
    buffer.clear();
    codec.encode(new byte[2000], byte[].class, buffer);
    assertThatThrownBy(() -> limited.decode(buffer, byte[].class))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("is over the limit of 1024 B");
  }

  @Test
  void foryKeepsUnpairedSurrogatesAndSmileRefusesThem() {
    String unpaired = "a\uD83Db\uDE00";
    ByteBuf buffer = Unpooled.buffer();
    CODECS.getFirst().encode(unpaired, String.class, buffer);
    assertThat(CODECS.getFirst().decode(buffer, String.class)).isEqualTo(unpaired);
    CODECS.getFirst().encode(new Item(unpaired, 1), Item.class, buffer);
    assertThat(CODECS.getFirst().decode(buffer, Item.class)).isEqualTo(new Item(unpaired, 1));
    assertThatThrownBy(() -> CODECS.getLast().encode(unpaired, String.class, buffer))
        .isInstanceOf(CodecException.class);
  }

  @Test
  void idsAndNamesAreFixedForEver() {
    assertThat(CODECS).extracting(Codec::id).containsExactly((byte) 1, (byte) 2);
    assertThat(CODECS).extracting(Codec::name).containsExactly("fory", "smile");
  }
}
