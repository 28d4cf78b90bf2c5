package dev.serval.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LongBodiesTest {

  private static final int CHUNK = WireLimits.CHUNK_BYTES;

  private final LongBodies bodies = new LongBodies();
  private final List<ByteBuf> made = new ArrayList<>();

  @AfterEach
  void everythingIsReleased() {
    assertThat(bodies.waitingBytes()).isZero();
    assertThat(made).allMatch(frame -> frame.refCnt() == 0);
  }

  private void add(int stream, int bodyBytes) {
    ByteBuf frame = Unpooled.directBuffer();
    int start = FrameWriter.begin(frame, FrameType.ITEM, 0, stream);
    frame.writeZero(bodyBytes);
    FrameWriter.end(frame, start);
    made.add(frame);
    bodies.add(stream, frame);
  }

  /** The streams of the pieces, in order. */
  private List<Integer> takeAll() {
    List<Integer> order = new ArrayList<>();
    while (!bodies.isEmpty()) {
      LongBodies.Piece piece = bodies.next();
      order.add(piece.stream());
      if (!piece.continues()) {
        assertThat(piece.bytes().getInt(0)).isEqualTo(piece.bytes().readableBytes() - 4);
        assertThat(FrameFlags.has(piece.bytes().getByte(5), FrameFlags.MORE))
            .isEqualTo(!piece.last());
      }
      assertThat(piece.bytes().readableBytes()).isLessThanOrEqualTo(CHUNK + 10);
      piece.bytes().release();
    }
    return order;
  }

  @Test
  void twoBodiesTakeTurnsAndTheThirdWaits() {
    add(1, 3 * CHUNK);
    add(2, 4 * CHUNK);
    add(3, 2 * CHUNK);
    assertThat(takeAll()).containsExactly(1, 2, 1, 2, 1, 2, 3, 2, 3);
  }

  @Test
  void framesOfOneStreamKeepTheirOrder() {
    add(1, 2 * CHUNK);
    add(1, 10);
    add(1, CHUNK + 1);
    assertThat(bodies.holds(1)).isTrue();
    assertThat(bodies.holds(2)).isFalse();
    List<Boolean> continues = new ArrayList<>();
    while (!bodies.isEmpty()) {
      LongBodies.Piece piece = bodies.next();
      continues.add(piece.continues());
      piece.bytes().release();
    }
    assertThat(continues).containsExactly(false, true, false, false, true);
  }

  @Test
  void aCancelledStreamIsForgottenWithWhatFollowsIt() {
    add(1, 5 * CHUNK);
    add(1, 10);
    add(2, 2 * CHUNK);
    bodies.next().bytes().release();
    bodies.cancel(1);
    bodies.cancel(7);
    assertThat(takeAll()).containsExactly(2, 2);
  }

  @Test
  void closingForgetsEverything() {
    add(1, 5 * CHUNK);
    add(1, 10);
    add(2, 2 * CHUNK);
    bodies.next().bytes().release();
    bodies.close();
    assertThat(bodies.isEmpty()).isTrue();
  }
}
