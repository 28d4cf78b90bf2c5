package dev.serval.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadTest {

  /** A payload, how it is written and how it is read. */
  record Payload(
      Object value, Consumer<ByteBuf> writer, BiFunction<ByteBuf, Integer, Object> reader) {

    ByteBuf bytes() {
      ByteBuf out = Unpooled.buffer();
      writer.accept(out);
      return out;
    }

    @Override
    public String toString() {
      return value.getClass().getSimpleName();
    }
  }

  static List<Payload> payloads() {
    return List.of(
        new Payload(WireSamples.HELLO, WireSamples.HELLO::write, Hello::read),
        new Payload(WireSamples.WELCOME, WireSamples.WELCOME::write, Welcome::read),
        new Payload(WireSamples.METADATA, WireSamples.METADATA::write, CallMetadata::read),
        new Payload(WireSamples.STAGE_FAILED, WireSamples.STAGE_FAILED::write, WireError::read),
        new Payload(WireSamples.BACK_PRESSURE, WireSamples.BACK_PRESSURE::write, WireError::read),
        new Payload(WireSamples.GO_AWAY, WireSamples.GO_AWAY::write, GoAway::read));
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void isReadAsItWasWritten(Payload payload) {
    ByteBuf bytes = payload.bytes();
    assertThat(payload.reader().apply(bytes, bytes.writerIndex())).isEqualTo(payload.value());
    assertThat(bytes.isReadable()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void everyTruncationIsAProtocolError(Payload payload) {
    ByteBuf bytes = payload.bytes();
    for (int end = 0; end < bytes.writerIndex(); end++) {
      int cut = end;
      // The bytes behind the end belong to the next frame, and are not touched.
      assertThatExceptionOfType(ProtocolException.class)
          .as("cut at %d", cut)
          .isThrownBy(() -> payload.reader().apply(bytes.duplicate(), cut));
    }
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void bytesAfterTheKnownFieldsAreLeftToLaterVersions(Payload payload) {
    ByteBuf bytes = payload.bytes();
    int known = bytes.writerIndex();
    bytes.writeLong(-1);
    assertThat(payload.reader().apply(bytes, bytes.writerIndex())).isEqualTo(payload.value());
    assertThat(bytes.readerIndex()).isEqualTo(known);
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void damageIsAProtocolErrorOrAnotherValue(Payload payload) {
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      ByteBuf bytes = payload.bytes();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes.setByte(random.nextInt(bytes.writerIndex()), random.nextInt());
      }
      try {
        payload.reader().apply(bytes, bytes.writerIndex());
        assertThat(bytes.readerIndex()).isLessThanOrEqualTo(bytes.writerIndex());
      } catch (ProtocolException expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }

  private static Hello helloWith(int oldest, int newest, int maxBodyBytes) {
    Hello hello = new Hello(oldest, newest, 1, 2, maxBodyBytes, "a", "d", "c", "");
    ByteBuf out = Unpooled.buffer();
    hello.write(out);
    return Hello.read(out, out.writerIndex());
  }

  @Test
  void helloChecksItsFields() {
    assertThat(helloWith(255, 255, 1).oldestVersion()).isEqualTo(255);
    assertThatThrownBy(() -> helloWith(0, 1, 1)).hasMessageContaining("HELLO.oldestVersion");
    assertThatThrownBy(() -> helloWith(2, 1, 1)).hasMessageContaining("HELLO.newestVersion is 1");
    assertThatThrownBy(() -> helloWith(1, 1, 0)).hasMessageContaining("HELLO.maxBodyBytes");
    assertThatThrownBy(() -> helloWith(1, 1, -1))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("HELLO.maxBodyBytes must be at least 1, but is -1");
    ByteBuf noMagic = Unpooled.buffer().writeZero(40);
    assertThatThrownBy(() -> Hello.read(noMagic, 40)).hasMessageContaining("SRVL");
  }

  @Test
  void helloFindsTheNewestCommonVersion() {
    Hello hello = new Hello(2, 4, 1, 2, 1, "", "", "", "");
    assertThat(hello.commonVersion(1, 1)).isZero();
    assertThat(hello.commonVersion(1, 2)).isEqualTo(2);
    assertThat(hello.commonVersion(1, 3)).isEqualTo(3);
    assertThat(hello.commonVersion(3, 9)).isEqualTo(4);
    assertThat(hello.commonVersion(5, 9)).isZero();
  }

  private static Welcome welcomeWith(int version, int maxOngoing, int maxBodyBytes) {
    ByteBuf out = Unpooled.buffer();
    new Welcome(version, (byte) 1, maxOngoing, maxBodyBytes, "r").write(out);
    return Welcome.read(out, out.writerIndex());
  }

  @Test
  void welcomeChecksItsFields() {
    assertThat(welcomeWith(1, 1, 1).maxOngoing()).isEqualTo(1);
    assertThatThrownBy(() -> welcomeWith(0, 1, 1)).hasMessageContaining("WELCOME.version");
    assertThatThrownBy(() -> welcomeWith(1, 0, 1)).hasMessageContaining("WELCOME.maxOngoing");
    assertThatThrownBy(() -> welcomeWith(1, 1, -5)).hasMessageContaining("WELCOME.maxBodyBytes");
  }

  @Test
  void aNegativeRetryTimeIsAProtocolError() {
    ByteBuf out = Unpooled.buffer();
    new WireError(ErrorKind.BACK_PRESSURE, -1, "", "m", "").write(out);
    assertThatThrownBy(() -> WireError.read(out, out.writerIndex()))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("ERROR.retryAfterMillis");
  }

  @Test
  void codesThatAreNotKnownMeanTheGeneralCase() {
    for (ErrorKind kind : ErrorKind.values()) {
      assertThat(ErrorKind.of(kind.code())).isEqualTo(kind);
    }
    assertThat(ErrorKind.of(200)).isEqualTo(ErrorKind.STAGE_FAILED);
    for (GoAwayCode code : GoAwayCode.values()) {
      assertThat(GoAwayCode.of(code.code())).isEqualTo(code);
    }
    assertThat(GoAwayCode.of(200)).isEqualTo(GoAwayCode.PROTOCOL_ERROR);
  }

  @Test
  void textThatIsTooLongIsCutBetweenCharacters() {
    for (String character : List.of("a", "ü", "漢", "😀")) {
      String text = character.repeat(2000);
      ByteBuf out = Unpooled.buffer();
      new GoAway(GoAwayCode.DRAINING, text).write(out);
      GoAway read = GoAway.read(out, out.writerIndex());
      assertThat(text).startsWith(read.message());
      assertThat(read.message().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
          .isBetween(WireLimits.MAX_TEXT_BYTES - 3, WireLimits.MAX_TEXT_BYTES);
    }
  }

  @Test
  void textOverItsBoundIsAProtocolErrorThatNamesTheField() {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(0).writeShort(WireLimits.MAX_TEXT_BYTES + 1).writeZero(2000);
    assertThatThrownBy(() -> GoAway.read(out, out.writerIndex()))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("GOAWAY.message has 1025 bytes, at most 1024 allowed");
  }

  @Test
  void theLargestOfEachFrameFitsTheBoundOfAFrame() {
    String longest = "x".repeat(100_000);
    ByteBuf out = Unpooled.buffer();
    CallMetadata metadata = new CallMetadata(longest, longest, longest, longest, longest);
    int start = FrameWriter.beginCall(out, 1, 0, 1, 1, metadata);
    out.writeZero(WireLimits.CHUNK_BYTES);
    FrameWriter.end(out, start);
    assertThat(out.getInt(0)).isLessThanOrEqualTo(WireLimits.MAX_FRAME_BYTES);
    out.clear();
    new Hello(1, 1, 1, 1, 1, longest, longest, longest, longest).write(out);
    assertThat(out.readableBytes()).isLessThan(WireLimits.MAX_FRAME_BYTES - 6);
    out.clear();
    WireError error = new WireError(ErrorKind.STAGE_FAILED, 0, longest, longest, longest);
    FrameWriter.error(out, 0, 1, 0, error);
    assertThat(out.getInt(0)).isLessThan(WireLimits.MAX_FRAME_BYTES);
  }
}
