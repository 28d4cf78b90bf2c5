package dev.serval.core.wire;

import static dev.serval.core.wire.WireRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.CallOptions;
import dev.serval.core.time.ManualTime;
import dev.serval.protocol.wire.ErrorKind;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.WireError;
import java.time.Duration;
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
}
