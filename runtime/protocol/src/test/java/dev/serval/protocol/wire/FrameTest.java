package dev.serval.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTest {

  static List<WireSamples.Sample> samples() {
    return WireSamples.ALL;
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theLengthCountsWhatFollowsIt(WireSamples.Sample sample) {
    ByteBuf frame = Unpooled.wrappedBuffer(sample.bytes());
    assertThat(frame.getInt(0)).isEqualTo(frame.readableBytes() - Integer.BYTES);
    assertThat(frame.getInt(0))
        .isBetween(WireLimits.COUNTED_HEADER_BYTES, WireLimits.MAX_FRAME_BYTES);
    assertThat(frame.getInt(6)).isNotNegative();
  }

  @Test
  void aCallIsReadAsItWasWritten() {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(99);
    int start = FrameWriter.beginCall(out, 0, FrameFlags.GRANTED, 77, -1, WireSamples.METADATA);
    out.writeLong(5);
    FrameWriter.end(out, start);
    FrameWriter.setStream(out, start, 123);
    FrameWriter.addFlags(out, start, FrameFlags.MORE);
    out.readByte();
    assertThat(out.readInt()).isEqualTo(out.readableBytes());
    assertThat(out.readByte()).isEqualTo(FrameType.CALL);
    int flags = out.readUnsignedByte();
    assertThat(flags).isEqualTo(FrameFlags.GRANTED | FrameFlags.METADATA | FrameFlags.MORE);
    assertThat(FrameFlags.has(flags, FrameFlags.ACK)).isFalse();
    assertThat(out.readInt()).isEqualTo(123);
    assertThat(out.readInt()).isEqualTo(77);
    assertThat(Integer.toUnsignedLong(out.readInt())).isEqualTo(0xffff_ffffL);
    assertThat(CallMetadata.read(out, out.writerIndex())).isEqualTo(WireSamples.METADATA);
    assertThat(out.readLong()).isEqualTo(5);
  }

  @Test
  void aCallWithoutMetadataLeavesTheBlockOut() {
    ByteBuf out = Unpooled.buffer();
    FrameWriter.end(out, FrameWriter.beginCall(out, 1, 0, 2, 3, CallMetadata.NONE));
    assertThat(out.readableBytes()).isEqualTo(WireLimits.HEADER_BYTES + 8);
    assertThat(out.getByte(5)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, 1",
    "65535, 65535, 65535, 65535",
    "70000, 1000000, 65535, 65535",
    "-3, 8, 0, 8",
    "40000, 50000, 40000, 50000"
  })
  void aLoadIsPackedAndBounded(int others, int limit, int readOthers, int readLimit) {
    int load = Load.of(others, limit);
    assertThat(Load.others(load)).isEqualTo(readOthers);
    assertThat(Load.limit(load)).isEqualTo(readLimit);
  }

  /** Computed independently: FNV-1a, 32 bits, of the UTF-8 bytes of {@code stage/method}. */
  @ParameterizedTest
  @CsvSource({
    "Ranking, score, 56c0c380",
    "Echo, echo, ef1ffcd0",
    "Größe, messen, 236cbfc8",
    "模型, 预测, d3164eee",
    "A, b, 9e5641e1",
    "UserFeatureExtractor, extract, 27c1f38a"
  })
  void methodIdsAreFnv1a(String stage, String method, String hash) {
    assertThat(Integer.toHexString(MethodId.of(stage, method))).isEqualTo(hash);
  }

  @Test
  void typesHaveNames() {
    assertThat(FrameType.name(FrameType.CREDIT)).isEqualTo("CREDIT");
    assertThat(FrameType.name((byte) 0)).isEqualTo("type 0");
    assertThat(FrameType.name((byte) -1)).isEqualTo("type 255");
  }
}
