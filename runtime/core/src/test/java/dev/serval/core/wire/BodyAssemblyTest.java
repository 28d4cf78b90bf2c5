package dev.serval.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a body may take to arrive, in periods that the test lets pass. */
class BodyAssemblyTest {

  private static final int MOST_PERIODS = 6;

  private final BodyAssembly bodies = new BodyAssembly(UnpooledByteBufAllocator.DEFAULT, 1 << 30);
  private final List<Object> expired = new ArrayList<>();

  @AfterEach
  void close() {
    bodies.close();
  }

  @Test
  void aBodyOfWhichNothingComesExpires() {
    begin(1);

    passPeriods(MOST_PERIODS);
    assertThat(expired).isEmpty();
    passPeriods(1);

    assertThat(expired).containsExactly(1);
  }

  @Test
  void aBodyThatComesInFullPiecesNeverExpires() {
    begin(1);
    for (int piece = 0; piece < 100; piece++) {
      append(1, WireLimits.CHUNK_BYTES);
      passPeriods(MOST_PERIODS);
    }

    assertThat(expired).isEmpty();
  }

  @Test
  void shortPiecesCountByWhatTheyBringTogether() {
    begin(1);
    for (int piece = 0; piece < 100; piece++) {
      append(1, WireLimits.CHUNK_BYTES / MOST_PERIODS + 1);
      passPeriods(1);
    }

    assertThat(expired).isEmpty();
  }

  @Test
  void piecesThatBringLittleOrNothingDoNotKeepABodyAlive() {
    begin(1);
    begin(2);
    for (int period = 0; period <= MOST_PERIODS; period++) {
      append(1, 0);
      append(2, 1);
      passPeriods(1);
    }

    assertThat(expired).containsExactlyInAnyOrder(1, 2);
  }

  private void begin(int stream) {
    bodies.begin(stream, FrameType.CALL, stream, Unpooled.wrappedBuffer(new byte[10]), 10);
  }

  private void append(int stream, int bytes) {
    ByteBuf piece = Unpooled.wrappedBuffer(new byte[bytes]);
    bodies.append(stream, piece, bytes);
  }

  private void passPeriods(int periods) {
    for (int i = 0; i < periods; i++) {
      bodies.expire(
          MOST_PERIODS,
          partial -> {
            expired.add(partial.context());
            bodies.discard((Integer) partial.context());
          });
    }
  }
}
