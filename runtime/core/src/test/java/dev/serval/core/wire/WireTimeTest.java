package dev.serval.core.wire;

import static dev.serval.core.wire.WireRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.CallOptions;
import dev.serval.core.call.Together;
import dev.serval.core.stage.StageMethod;
import dev.serval.core.time.ManualTime;
import dev.serval.protocol.wire.CallMetadata;
import dev.serval.protocol.wire.ErrorKind;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.MethodId;
import dev.serval.protocol.wire.WireError;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlines on the wire follow the application's clock, and no other. */
@Timeout(60)
class WireTimeTest {

  private final ManualTime time = new ManualTime();
  private final WireRig rig = new WireRig(time);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void whatIsLeftOfADeadlineIsWhatTheClockSays() throws Exception {
    time.advance(Duration.ofDays(3));
    WireRig.Caller inner = rig.caller(rig.host(8));
    WireRig.Host outer = rig.host(8);
    outer.stage.next =
        text -> {
          time.advance(Duration.ofSeconds(5));
          return String.valueOf(inner.call("remaining", text));
        };
    WireRig.Caller caller = rig.caller(outer);
    CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(20));

    assertThat(caller.start("remaining", "", options).get(30, TimeUnit.SECONDS)).isEqualTo(20_000L);
    assertThat(caller.start("nested", "", options).get(30, TimeUnit.SECONDS)).isEqualTo("15000");
  }

  @Test
  void aCallEndsAtItsDeadlineAlthoughTheCallerNeverCancelsIt() throws Exception {
    WireRig.Host host = rig.host(8);
    try (RawPeer stuck = RawPeer.welcomedBy(host)) {
      stuck.send(out -> RawPeer.call(out, rig.codec, 1, 0, 500, "hold", "x"));
      await(() -> host.stage.holding.get() == 1);

      time.advance(Duration.ofMillis(499));
      assertThat(host.stage.interrupted).hasValue(0);
      time.advance(Duration.ofMillis(20));

      await(() -> host.stage.interrupted.get() == 1);
      RawPeer.Frame answer = stuck.read(FrameType.ERROR);
      answer.payload().skipBytes(Integer.BYTES);
      WireError error = WireError.read(answer.payload(), answer.end());
      assertThat(error.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
      assertThat(error.message()).isEqualTo("No result of Echo.hold before the deadline");
      await(() -> host.admission.ongoing() == 0);
    }
  }

  @Test
  void aBatchEndsWhenTheDeadlineOfItsLastCallHasPassed() throws Exception {
    WireRig.Host host = rig.host(8);
    try (RawPeer stuck = RawPeer.welcomedBy(host)) {
      stuck.send(
          out -> {
            RawPeer.call(out, rig.codec, 1, 0, 300_000, "batchedHold", "x");
            RawPeer.call(out, rig.codec, 2, 0, 500_000, "batchedHold", "y");
          });
      untilTheBatchRuns(host, 2);

      time.advance(Duration.ofSeconds(301));
      assertThat(stuck.read(FrameType.ERROR).stream()).as("told at once").isEqualTo(1);
      assertThat(host.stage.interrupted).hasValue(0);
      assertThat(host.admission.ongoing()).as("the batch still runs").isEqualTo(2);
      time.advance(Duration.ofSeconds(200));

      assertThat(stuck.read(FrameType.ERROR).stream()).isEqualTo(2);
      await(() -> host.stage.interrupted.get() == 1);
      await(() -> host.admission.ongoing() == 0);
    }
  }

  @Test
  void aBatchEndsWhenTheConnectionOfItsCallersIsLost() throws Exception {
    WireRig.Host host = rig.host(8);
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      peer.send(out -> RawPeer.call(out, rig.codec, 1, 0, "batchedHold", "x"));
      untilTheBatchRuns(host, 1);

      peer.cut();

      await(() -> host.stage.interrupted.get() == 1);
      await(() -> host.admission.ongoing() == 0);
    }
  }

  @Test
  void aDeadlineIsThatOfTheCallAlthoughItsBodyHasNotArrived() throws Exception {
    WireRig.Host host = rig.host(8);
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      peer.send(
          out -> RawPeer.call(out, rig.codec, 1, FrameFlags.MORE, 500, "bytes", new byte[10]));
      untilRead(peer, 1_000);
      assertThat(host.admission.ongoing()).isEqualTo(1);

      time.advance(Duration.ofMillis(499));
      peer.send(out -> chunk(out, 1, FrameFlags.MORE, 10));
      untilRead(peer, 1_001);
      assertThat(host.admission.ongoing()).isEqualTo(1);
      time.advance(Duration.ofMillis(20));

      RawPeer.Frame answer = peer.read(FrameType.ERROR);
      answer.payload().skipBytes(Integer.BYTES);
      WireError error = WireError.read(answer.payload(), answer.end());
      assertThat(error.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
      assertThat(error.message()).isEqualTo("No result of Echo.bytes before the deadline");
      await(() -> host.admission.ongoing() == 0);

      // What comes late is skipped, and makes no room for a third body that is not there.
      peer.send(
          out -> {
            chunk(out, 1, 0, 10);
            for (int stream = 2; stream <= 3; stream++) {
              RawPeer.call(out, rig.codec, stream, FrameFlags.MORE, "bytes", new byte[10]);
            }
            RawPeer.call(out, rig.codec, 4, 0, "echoOnLoop", "x");
          });
      assertThat(peer.read(FrameType.RESPONSE).stream()).isEqualTo(4);
    }
    await(() -> host.admission.ongoing() == 0);
  }

  /** Whichever of the two is first, no buffer may be left, which the rig looks for at its end. */
  @Test
  void aBodyThatIsCompleteWhenItsDeadlinePassesIsGivenBack() throws Exception {
    WireRig.Host host = rig.host(8);
    host.stage.gate.countDown();
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      for (int round = 1; round <= 200; round++) {
        int stream = round;
        String method = round % 2 == 0 ? "echo" : "batched";
        byte[] body = Mutations.frame(out -> encodeText(out, "text " + stream));
        peer.send(
            out -> {
              int start = beginCall(out, stream, method);
              out.writeBytes(body, 0, 3);
              FrameWriter.end(out, start);
            });
        untilRead(peer, 1_000 + round);
        Together.run(
            2,
            thread -> {
              if (thread == 0) {
                time.advance(Duration.ofMillis(511));
              } else {
                peer.send(
                    out -> {
                      int start = FrameWriter.begin(out, FrameType.CHUNK, 0, stream);
                      out.writeBytes(body, 3, body.length - 3);
                      FrameWriter.end(out, start);
                    });
              }
            });
        await(
            "round " + round,
            () -> {
              time.advance(Duration.ofMillis(1));
              return host.admission.ongoing() == 0;
            });
      }
    }
  }

  /** Until the replica has read what it was sent: it answers in order what runs on its loop. */
  private void untilRead(RawPeer peer, int stream) throws Exception {
    peer.send(out -> RawPeer.call(out, rig.codec, stream, 0, "echoOnLoop", "x"));
    while (peer.read(FrameType.RESPONSE).stream() != stream) {
      // The answer to an earlier call.
    }
  }

  private void untilTheBatchRuns(WireRig.Host host, int calls) {
    StageMethod method = EchoStage.DESCRIPTOR.method("batchedHold");
    await(() -> host.replica.queuedInBatches(method) == calls);
    await(
        () -> {
          time.advance(Duration.ofMillis(1));
          return host.stage.holding.get() == 1;
        });
  }

  private void encodeText(ByteBuf out, String text) {
    rig.codec.encodeArguments(new Object[] {text}, List.of(String.class), out);
  }

  private static int beginCall(ByteBuf out, int stream, String method) {
    return FrameWriter.beginCall(
        out,
        stream,
        FrameFlags.MORE,
        MethodId.of(EchoStage.DESCRIPTOR.name(), method),
        500,
        CallMetadata.NONE);
  }

  private static void chunk(ByteBuf out, int stream, int flags, int bytes) {
    int start = FrameWriter.begin(out, FrameType.CHUNK, flags, stream);
    out.writeZero(bytes);
    FrameWriter.end(out, start);
  }
}
