package dev.serval.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.protocol.wire.FrameType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WireStreamNumbersTest {

  private WireRig rig;
  private WireRig.Host host;

  @BeforeEach
  void open() {
    rig = new WireRig();
    host = rig.host(8);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void numbersMayBeginAgainAndComeInAnyOrder() throws Exception {
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      for (int stream : new int[] {Integer.MAX_VALUE - 1, Integer.MAX_VALUE, 1, 7, 3, 1}) {
        peer.send(out -> RawPeer.call(out, rig.codec, stream, 0, "echoOnLoop", "x"));
        RawPeer.Frame answer = peer.read();
        assertThat(answer.type()).isEqualTo(FrameType.RESPONSE);
        assertThat(answer.stream()).isEqualTo(stream);
      }
    }
  }

  @Test
  void aNumberInUseBreaksTheProtocol() throws Exception {
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      peer.send(out -> RawPeer.call(out, rig.codec, 5, 0, "hold", "x"));
      assertThat(peer.read().type()).isEqualTo(FrameType.ACCEPT);
      peer.send(out -> RawPeer.call(out, rig.codec, 5, 0, "hold", "x"));
      assertThat(peer.read().goAway().message())
          .isEqualTo("CALL uses stream 5, which has a call under way");
      assertThat(peer.isClosed()).isTrue();
    }
    // Both are cancelled with the connection.
    WireRig.await(() -> host.admission.ongoing() == 0);
  }

  @Test
  void zeroAndNegativeNumbersBreakTheProtocol() throws Exception {
    for (int stream : new int[] {0, -1, Integer.MIN_VALUE}) {
      try (RawPeer peer = RawPeer.welcomedBy(host)) {
        peer.send(out -> RawPeer.call(out, rig.codec, stream, 0, "echoOnLoop", "x"));
        assertThat(peer.read().goAway().message()).isEqualTo("CALL uses stream " + stream);
        assertThat(peer.isClosed()).isTrue();
      }
    }
  }

  @Test
  void aCallThatIsAnsweredInTheSameBurstIsNotAccepted() throws Exception {
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      peer.send(
          out -> {
            RawPeer.call(out, rig.codec, 1, 0, "hold", "x");
            RawPeer.call(out, rig.codec, 2, 0, "echoOnLoop", "y");
          });
      // The answer first, then, at the end of the burst, word of what is still running.
      RawPeer.Frame answer = peer.read();
      assertThat(answer.type()).isEqualTo(FrameType.RESPONSE);
      assertThat(answer.stream()).isEqualTo(2);
      RawPeer.Frame accept = peer.read();
      assertThat(accept.type()).isEqualTo(FrameType.ACCEPT);
      assertThat(accept.stream()).isEqualTo(1);
      host.stage.gate.countDown();
      assertThat(peer.read().stream()).isEqualTo(1);
    }
  }
}
