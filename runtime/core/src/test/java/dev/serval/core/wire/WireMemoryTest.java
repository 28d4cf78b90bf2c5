package dev.serval.core.wire;

import static dev.serval.core.wire.WireRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.protocol.wire.ErrorKind;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.WireError;
import dev.serval.protocol.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a peer can make a replica hold that sends without reading, or announces without sending. */
@Timeout(60)
class WireMemoryTest {

  private static final long MIB = 1 << 20;

  private WireRig rig;

  @BeforeEach
  void open() {
    rig = new WireRig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private WireRig.Host host(Duration keepAlive) {
    return rig.host(8, rig.options(64 << 20, keepAlive), 0, 100);
  }

  private static long used() {
    return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  /** The most memory that is in use at a time until the replica closes the connection. */
  private static long peakUntilClosed(WireRig.Host host) {
    long[] peak = {used()};
    await(
        () -> {
          peak[0] = Math.max(peak[0], used());
          return host.server.connections() == 0;
        });
    return peak[0];
  }

  @Test
  void answersThatNobodyReadsAreBoundedAndTheirReaderIsGivenUp() throws Exception {
    WireRig.Host host = host(Duration.ofMillis(50));
    long before = used();
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      // All of it fits one read of the replica, and asks for 2 GB.
      peer.send(
          out -> {
            for (int stream = 1; stream <= 2000; stream++) {
              RawPeer.call(out, rig.codec, stream, 0, "makeOnLoop", 1 << 20);
            }
          });
      long peak = peakUntilClosed(host);
      assertThat(peak - before)
          .isGreaterThan(Outbox.MOST_WAITING_BYTES / 2)
          .isLessThan(Outbox.MOST_WAITING_BYTES + 24 * MIB);
    }
  }

  @Test
  void smallAnswersThatNobodyReadsAreBounded() throws Exception {
    WireRig.Host host = host(Duration.ofMillis(50));
    long before = used();
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      peer.send(
          out -> {
            for (int stream = 1; stream <= 2000; stream++) {
              RawPeer.call(out, rig.codec, stream, 0, "makeOnLoop", 50_000);
            }
          });
      assertThat(peakUntilClosed(host) - before).isLessThan(24 * MIB);
    }
  }

  @Test
  void aPeerThatBeginsToReadGetsAllItsAnswers() throws Exception {
    WireRig.Host host = host(Duration.ofSeconds(5));
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      int calls = 120;
      peer.send(
          out -> {
            for (int stream = 1; stream <= calls; stream++) {
              RawPeer.call(
                  out, rig.codec, stream, 0, "makeOnLoop", stream % 3 == 0 ? 100 : 1 << 20);
            }
          });
      int answered = 0;
      while (answered < calls) {
        RawPeer.Frame frame = peer.read();
        boolean last = !FrameFlags.has(frame.flags(), FrameFlags.MORE);
        if (last && (frame.type() == FrameType.RESPONSE || frame.type() == FrameType.CHUNK)) {
          answered++;
        }
      }
      // Reading goes on as before.
      peer.send(out -> RawPeer.call(out, rig.codec, calls + 1, 0, "echoOnLoop", "x"));
      assertThat(peer.read().stream()).isEqualTo(calls + 1);
    }
  }

  @Test
  void anEndlessStreamThatNobodyReadsIsBounded() throws Exception {
    for (String method : new String[] {"count", "countElsewhere", "blocks"}) {
      WireRig.Host host = host(Duration.ofMillis(50));
      long before = used();
      try (RawPeer peer = RawPeer.welcomedBy(host)) {
        peer.send(
            out -> {
              RawPeer.call(out, rig.codec, 1, 0, method, Integer.MAX_VALUE);
              FrameWriter.credit(out, 1, WireLimits.NO_BOUND);
            });
        assertThat(peakUntilClosed(host) - before).isLessThan(36 * MIB);
      }
      await(() -> host.stage.publishers.getFirst().cancelled.get());
      await(() -> host.admission.ongoing() == 0);
    }
  }

  @Test
  void bodiesThatAreAnnouncedHoldNothingAndTheirSlotIsFreedInTime() throws Exception {
    WireRig.Host host = host(Duration.ofMillis(150));
    long before = used();
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      for (int stream = 1; stream <= WireLimits.BODIES_IN_PIECES; stream++) {
        int now = stream;
        peer.send(out -> RawPeer.call(out, rig.codec, now, FrameFlags.MORE, "bytes", new byte[10]));
      }
      await(() -> host.admission.ongoing() == WireLimits.BODIES_IN_PIECES);
      assertThat(used() - before).isLessThan(9 * MIB);
      for (int stream = 1; stream <= WireLimits.BODIES_IN_PIECES; stream++) {
        RawPeer.Frame error = readWhileProbing(peer);
        assertThat(error.type()).isEqualTo(FrameType.ERROR);
        error.payload().skipBytes(4);
        WireError wire = WireError.read(error.payload(), error.end());
        assertThat(wire.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
        assertThat(wire.message()).contains("Echo.bytes: the arguments stopped half-way");
      }
      await(() -> host.admission.ongoing() == 0);
      // The connection lives, and what comes late is ignored.
      peer.send(
          out -> {
            FrameWriter.end(out, FrameWriter.begin(out, FrameType.CHUNK, 0, 1));
            RawPeer.call(out, rig.codec, 9, 0, "echoOnLoop", "x");
          });
      assertThat(peer.read().stream()).isEqualTo(9);
    }
  }

  @Test
  void aBodyThatTricklesDoesNotHoldItsSlot() throws Exception {
    WireRig.Host host = host(Duration.ofMillis(150));
    for (int bytes : new int[] {0, 1}) {
      try (RawPeer peer = RawPeer.welcomedBy(host)) {
        peer.send(out -> RawPeer.call(out, rig.codec, 1, FrameFlags.MORE, "bytes", new byte[10]));
        await(() -> host.admission.ongoing() == 1);
        long end = System.nanoTime() + WireRig.PATIENCE.toNanos();
        while (host.admission.ongoing() == 1) {
          assertThat(System.nanoTime() - end).as("pieces of %d bytes", bytes).isNegative();
          peer.send(out -> chunk(out, 1, bytes));
          LockSupport.parkNanos(5_000_000);
        }
        RawPeer.Frame error = peer.read();
        assertThat(error.type()).isEqualTo(FrameType.ERROR);
        error.payload().skipBytes(4);
        assertThat(WireError.read(error.payload(), error.end()).message())
            .contains("Echo.bytes: the arguments stopped half-way");
      }
    }
  }

  private static void chunk(ByteBuf out, int stream, int bytes) {
    int start = FrameWriter.begin(out, FrameType.CHUNK, FrameFlags.MORE, stream);
    out.writeZero(bytes);
    FrameWriter.end(out, start);
  }

  private static RawPeer.Frame readWhileProbing(RawPeer peer) throws Exception {
    while (peer.socket.getInputStream().available() < 60) {
      peer.send(out -> FrameWriter.ping(out, FrameFlags.ACK, 1));
      LockSupport.parkNanos(5_000_000);
    }
    return peer.read();
  }

  @Test
  void moreBodiesInPiecesThanAllowedBreakTheProtocol() throws Exception {
    WireRig.Host host = host(Duration.ofSeconds(5));
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      peer.send(
          out -> {
            for (int stream = 1; stream <= WireLimits.BODIES_IN_PIECES + 1; stream++) {
              RawPeer.call(out, rig.codec, stream, FrameFlags.MORE, "bytes", new byte[10]);
            }
          });
      assertThat(peer.read().goAway().message()).contains("begins a body in pieces while 2 others");
      assertThat(peer.isClosed()).isTrue();
    }
    await(() -> host.admission.ongoing() == 0);
  }

  @Test
  void aBodyThatGrowsOverTheLimitIsGivenUpAndTheRestOfItSkipped() throws Exception {
    WireRig.Host host = rig.host(8, rig.options(100_000, Duration.ofSeconds(5)), 0, 100);
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      peer.send(out -> RawPeer.call(out, rig.codec, 1, FrameFlags.MORE, "bytes", new byte[10]));
      for (int i = 0; i < 5; i++) {
        peer.send(
            out -> {
              int start = FrameWriter.begin(out, FrameType.CHUNK, FrameFlags.MORE, 1);
              out.writeZero(50_000);
              FrameWriter.end(out, start);
            });
      }
      RawPeer.Frame error = peer.read();
      assertThat(error.type()).isEqualTo(FrameType.ERROR);
      error.payload().skipBytes(4);
      assertThat(WireError.read(error.payload(), error.end()).message())
          .contains("more than the 100000 bytes that this replica accepts");
      peer.send(out -> RawPeer.call(out, rig.codec, 2, 0, "echoOnLoop", "x"));
      assertThat(peer.read().stream()).isEqualTo(2);
    }
  }
}
