package dev.serval.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.serval.core.codec.Samples.Item;
import dev.serval.core.codec.Samples.Sample;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes, decoding ends in a value or a {@link CodecException}, within bounds. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileBytesTest {

  private static final int MUTATIONS = 20_000;

  private static final CodecLimits LIMITS =
      CodecLimits.DEFAULT.withMaxGraphBytes(1 << 20).withMaxBodyBytes(64 << 10);

  /**
   * What decoding may allocate: the graph, and 1 MiB for the strings and arrays of a body (some KiB
   * here) and for exceptions.
   */
  private static final long MOST_ALLOCATED = LIMITS.maxGraphBytes() + (1 << 20);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The large ones would only make the mutations rarer. */
  private static final List<Sample> SAMPLES =
      Samples.all().stream()
          .filter(sample -> bytes(new SmileCodec(CodecLimits.DEFAULT), sample).length < 4_000)
          .toList();

  static Stream<Codec> codecs() {
    return Stream.of(new ForyCodec(Samples.table(), LIMITS), new SmileCodec(LIMITS));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void everyPrefixIsRefused(Codec codec) {
    for (Sample sample : SAMPLES) {
      byte[] bytes = bytes(codec, sample);
      for (int length = 0; length < bytes.length; length++) {
        ByteBuf prefix = Unpooled.wrappedBuffer(bytes, 0, length);
        assertThatThrownBy(() -> codec.decode(prefix, sample.type()))
            .as(sample + " cut to " + length)
            .isInstanceOf(CodecException.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void bytesThatAreLeftOverAreRefused(Codec codec) {
    for (Sample sample : SAMPLES) {
      byte[] bytes = bytes(codec, sample);
      ByteBuf longer = Unpooled.wrappedBuffer(bytes, new byte[] {7});
      assertThatThrownBy(() -> codec.decode(longer, sample.type()))
          .as(sample.name())
          .isInstanceOf(CodecException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void mutationsGiveAValueOrACodecExceptionAndAllocateLittle(Codec codec) {
    Random random = new Random(20_25);
    List<byte[]> originals = SAMPLES.stream().map(sample -> bytes(codec, sample)).toList();
    for (int i = 0; i < SAMPLES.size(); i++) {
      codec.decode(Unpooled.wrappedBuffer(originals.get(i)), SAMPLES.get(i).type());
    }
    decodeHostile(codec, new byte[] {99}, Item.class);
    long most = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      int which = random.nextInt(SAMPLES.size());
      byte[] mutated = mutate(originals.get(which), random);
      most = Math.max(most, decodeHostile(codec, mutated, SAMPLES.get(which).type()));
    }
    assertThat(most).isLessThan(MOST_ALLOCATED);
    for (int i = 0; i < SAMPLES.size(); i++) {
      ByteBuf sound = Unpooled.wrappedBuffer(originals.get(i));
      Type type = SAMPLES.get(i).type();
      assertThatCode(() -> codec.decode(sound, type)).doesNotThrowAnyException();
    }
  }

  private static long decodeHostile(Codec codec, byte[] bytes, Type type) {
    ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      codec.decode(buffer, type);
    } catch (CodecException expected) {
      assertThat(expected).message().matches("\\P{Cntrl}+");
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> flip(bytes, at, 1 << random.nextInt(8));
            case 1 -> flip(bytes, at, random.nextInt(256));
            case 2 -> overwrite(bytes, at, random.nextInt(5) + 1, (byte) 0xFF);
            case 3 -> overwrite(bytes, at, random.nextInt(9) + 1, (byte) random.nextInt());
            case 4 -> Arrays.copyOf(bytes, at + 1);
            default -> repeat(bytes, at, random.nextInt(64));
          };
    }
    return bytes;
  }

  private static byte[] flip(byte[] bytes, int at, int bits) {
    bytes[at] ^= (byte) bits;
    return bytes;
  }

  private static byte[] overwrite(byte[] bytes, int at, int count, byte with) {
    Arrays.fill(bytes, at, Math.min(bytes.length, at + count), with);
    return bytes;
  }

  /** Doubles a stretch, so that lengths and nesting no longer fit. */
  private static byte[] repeat(byte[] bytes, int at, int count) {
    int end = Math.min(bytes.length, at + count);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + end - at);
    System.arraycopy(bytes, at, longer, end, bytes.length - at);
    return longer;
  }

  @ParameterizedTest
  @ValueSource(bytes = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 32})
  void lengthsThatLieAreRefusedBeforeAnythingIsAllocated(byte tag) {
    Codec codec = codecs().findFirst().orElseThrow();
    List<ByteBuf> lies = new ArrayList<>();
    lies.add(Unpooled.wrappedBuffer(new byte[] {tag, 100, 0, 0}));
    lies.add(Unpooled.wrappedBuffer(new byte[] {tag, -1, -1, -1, -1, 7, 0}));
    lies.add(Unpooled.wrappedBuffer(new byte[] {tag, -1, -1, -1, -1, 15, 0}));
    lies.add(Unpooled.wrappedBuffer(new byte[] {tag, -1, -1, -1, -1, -1, 0}));
    codec.encode(1, Object.class, Unpooled.buffer());
    for (ByteBuf lie : lies) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      assertThatThrownBy(() -> codec.decode(lie, Object.class)).isInstanceOf(CodecException.class);
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }
  }

  @Test
  void unknownTagsAreRefused() {
    Codec codec = codecs().findFirst().orElseThrow();
    for (int tag : new int[] {20, 31, 33, 127, 128, 255}) {
      ByteBuf bytes = Unpooled.wrappedBuffer(new byte[] {(byte) tag, 0});
      assertThatThrownBy(() -> codec.decode(bytes, Object.class))
          .hasMessage("unknown segment tag " + (byte) tag);
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void valuesNestedTooDeepAreRefusedWhenRead(Codec codec) {
    Codec generous =
        codec.id() == ForyCodec.ID
            ? new ForyCodec(Samples.table(), CodecLimits.DEFAULT.withMaxDepth(1000))
            : new SmileCodec(CodecLimits.DEFAULT.withMaxDepth(1000));
    ByteBuf bytes = Unpooled.buffer();
    generous.encode(Samples.tree(200), Samples.Tree.class, bytes);
    assertThatThrownBy(() -> codec.decode(bytes, Samples.Tree.class))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("depth");
  }

  @Test
  void listsOfListsNestedTooDeepAreRefusedWhenRead() {
    Codec generous = new ForyCodec(TypeTable.EMPTY, CodecLimits.DEFAULT.withMaxDepth(1000));
    List<Object> bomb = List.of();
    for (int i = 0; i < 500; i++) {
      bomb = List.of(bomb);
    }
    ByteBuf bytes = Unpooled.buffer();
    generous.encode(bomb, List.class, bytes);
    Codec strict = codecs().findFirst().orElseThrow();
    assertThatThrownBy(() -> strict.decode(bytes, List.class))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("depth");
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void graphsThatTakeTooMuchMemoryAreRefused(Codec codec) {
    Type type = new TypeOf<List<Item>>() {}.type();
    CodecLimits limits = CodecLimits.DEFAULT.withMaxGraphBytes(1 << 20);
    boolean fory = codec.id() == ForyCodec.ID;
    Codec strict = fory ? new ForyCodec(Samples.table(), limits) : new SmileCodec(limits);
    ByteBuf bytes = Unpooled.buffer();
    strict.encode(Samples.items(100_000), type, bytes);
    assertThatThrownBy(() -> strict.decode(bytes, type))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(fory ? "graph memory" : "Token count");
  }

  private static byte[] bytes(Codec codec, Sample sample) {
    ByteBuf buffer = Unpooled.buffer();
    codec.encode(sample.value(), sample.type(), buffer);
    return ByteBufUtil.getBytes(buffer);
  }
}
