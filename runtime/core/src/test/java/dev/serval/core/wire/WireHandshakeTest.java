package dev.serval.core.wire;

import static dev.serval.core.wire.WireRig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.CallOptions;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.GoAway;
import dev.serval.protocol.wire.GoAwayCode;
import dev.serval.protocol.wire.Hello;
import dev.serval.protocol.wire.Welcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WireHandshakeTest {

  private WireRig rig;

  @BeforeEach
  void open() {
    rig = new WireRig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private GoAway refusalOf(Hello hello) throws Exception {
    WireRig.Host host = rig.host(4);
    try (RawPeer peer = RawPeer.to(host)) {
      GoAway refusal = peer.send(out -> RawPeer.hello(out, hello)).read().goAway();
      assertThat(peer.isClosed()).isTrue();
      await(() -> host.server.connections() == 0);
      return refusal;
    }
  }

  private static Hello hello(
      int oldest, int newest, int codecs, String application, String deployment) {
    return new Hello(oldest, newest, codecs, 1, 1 << 20, application, deployment, "raw", "");
  }

  @Test
  void refusesOtherVersions() throws Exception {
    GoAway refusal = refusalOf(hello(7, 9, -1, "app", "Echo"));
    assertThat(refusal.code()).isEqualTo(GoAwayCode.VERSION);
    assertThat(refusal.message()).contains("speaks versions 1 to 1").contains("the caller 7 to 9");
  }

  @Test
  void speaksAnOlderVersionThanTheCallersNewest() throws Exception {
    WireRig.Host host = rig.host(4);
    try (RawPeer peer = RawPeer.to(host)) {
      RawPeer.Frame answer =
          peer.send(out -> RawPeer.hello(out, hello(1, 200, -1, "app", "Echo"))).read();
      assertThat(answer.type()).isEqualTo(FrameType.WELCOME);
      Welcome welcome = Welcome.read(answer.payload(), answer.end());
      assertThat(welcome.version()).isEqualTo(1);
      assertThat(welcome.maxOngoing()).isEqualTo(4);
      assertThat(welcome.replica()).isEqualTo(host.replica.id());
    }
  }

  @Test
  void refusesCallersOfOtherApplicationsAndDeployments() throws Exception {
    GoAway application = refusalOf(hello(1, 1, -1, "other", "Echo"));
    assertThat(application.code()).isEqualTo(GoAwayCode.WRONG_TARGET);
    assertThat(application.message())
        .contains("deployment Echo of application app")
        .contains("looks for Echo of other");
    assertThat(refusalOf(hello(1, 1, -1, "app", "Other")).code())
        .isEqualTo(GoAwayCode.WRONG_TARGET);
  }

  @Test
  void refusesCallersWithoutACommonCodec() throws Exception {
    GoAway refusal = refusalOf(hello(1, 1, 1 << 31, "app", "Echo"));
    assertThat(refusal.code()).isEqualTo(GoAwayCode.VERSION);
    assertThat(refusal.message()).contains("no codec").contains("fory");
  }

  @Test
  void refusesCallersWhileDraining() throws Exception {
    WireRig.Host host = rig.host(4);
    host.server.drain();
    try (RawPeer peer = RawPeer.to(host)) {
      peer.send(out -> RawPeer.hello(out, hello(1, 1, -1, "app", "Echo")));
      assertThat(peer.read().goAway().code()).isEqualTo(GoAwayCode.DRAINING);
      assertThat(peer.isClosed()).isTrue();
    }
  }

  @Test
  void tellsAnHttpClientWhatIsWrong() throws Exception {
    WireRig.Host host = rig.host(4);
    try (RawPeer peer = RawPeer.to(host)) {
      peer.socket
          .getOutputStream()
          .write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      GoAway refusal = peer.read().goAway();
      assertThat(refusal.code()).isEqualTo(GoAwayCode.PROTOCOL_ERROR);
      assertThat(refusal.message()).contains("does not speak the Serval protocol").contains("GET ");
      assertThat(peer.isClosed()).isTrue();
    }
  }

  @Test
  void theFirstFrameMustBeHello() throws Exception {
    WireRig.Host host = rig.host(4);
    try (RawPeer peer = RawPeer.to(host)) {
      peer.send(out -> FrameWriter.ping(out, 0, 1));
      assertThat(peer.read().goAway().message()).contains("must be HELLO, but is PING");
      assertThat(peer.isClosed()).isTrue();
    }
  }

  @Test
  void takesNoMoreConnectionsThanItsBound() throws Exception {
    WireRig.Host host = rig.host(4, rig.options(), 0, 20);
    List<RawPeer> peers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      peers.add(RawPeer.welcomedBy(host));
    }
    for (int i = 0; i < 30; i++) {
      try (RawPeer tooMany = RawPeer.to(host)) {
        assertThat(tooMany.read().goAway().code()).isEqualTo(GoAwayCode.TOO_MANY_CONNECTIONS);
        assertThat(tooMany.isClosed()).isTrue();
      }
    }
    assertThat(host.server.connections()).isEqualTo(20);
    assertThat(host.server.callers()).isEqualTo(20);
    for (RawPeer peer : peers) {
      peer.close();
    }
    await(() -> host.server.connections() == 0 && host.server.callers() == 0);
    RawPeer.welcomedBy(host).close();
  }

  @Test
  void connectionsOfOneCallerShareTheirCount() throws Exception {
    WireRig.Host host = rig.host(4);
    try (RawPeer one = RawPeer.to(host);
        RawPeer two = RawPeer.to(host)) {
      one.send(out -> RawPeer.hello(out, hello(1, 1, -1, "app", "Echo"))).read();
      two.send(out -> RawPeer.hello(out, hello(1, 1, -1, "app", "Echo"))).read();
      assertThat(host.server.connections()).isEqualTo(2);
      assertThat(host.server.callers()).isEqualTo(1);
    }
    await(() -> host.server.callers() == 0);
  }

  @Test
  void closesConnectionsThatDoNotIntroduceThemselves() throws Exception {
    WireRig.Host host = rig.host(4, rig.options(1 << 20, Duration.ofMillis(20)), 0, 100);
    List<RawPeer> silent = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      RawPeer peer = RawPeer.to(host);
      // Half of them announce a frame of the largest size and stop.
      if (i % 2 == 0) {
        peer.send(out -> out.writeInt(70_000));
      }
      silent.add(peer);
    }
    for (RawPeer peer : silent) {
      assertThat(peer.isClosed()).isTrue();
      peer.close();
    }
    await(() -> host.server.connections() == 0);
  }

  @Test
  void closesConnectionsWhosePeerDoesNotAnswerProbes() throws Exception {
    WireRig.Host host = rig.host(4, rig.options(1 << 20, Duration.ofMillis(100)), 0, 100);
    try (RawPeer peer = RawPeer.welcomedBy(host)) {
      assertThat(peer.isClosed()).isTrue();
    }
    await(() -> host.server.connections() == 0);
  }

  @Test
  void keepsIdleConnectionsWhosePeerAnswers() {
    WireRig.Host host = rig.host(4, rig.options(1 << 20, Duration.ofMillis(200)), 0, 100);
    WireRig.Caller caller = rig.caller(host);
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    await(() -> host.server.connections() != 1 || System.nanoTime() > end);
    assertThat(host.server.connections()).isEqualTo(1);
    assertThat(caller.call("echo", "x")).isEqualTo("x");
  }

  @Test
  void aCallToTheWrongDeploymentSaysWhichIsMissing() {
    WireRig.Host host = rig.host(4);
    WireRig.Caller caller = rig.new Caller(rig.options(), "Ranking");
    caller.router.update(List.of(host.endpoint()));
    CompletableFuture<Object> call =
        caller.start("echo", "x", CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(200)));
    assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(DeploymentUnavailableException.class)
        .hasMessageContaining("Ranking has no replica");
  }

  /** What a caller does with a replica that answers its HELLO in such a way. */
  private void meets(java.util.function.Consumer<io.netty.buffer.ByteBuf> answer, String last)
      throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      WireRig.Caller caller = rig.new Caller(rig.options(), WireRig.DEPLOYMENT);
      caller.router.update(
          List.of(new ReplicaEndpoint("raw", "127.0.0.1:" + listening.getLocalPort(), "", "")));
      try (RawPeer replica = new RawPeer(listening.accept())) {
        replica.read(FrameType.HELLO);
        replica.send(answer);
        if (!last.isEmpty()) {
          assertThat(replica.read().goAway().message()).contains(last);
        }
        assertThat(replica.isClosed()).isTrue();
      }
      await(() -> caller.router.availableReplicas() == 0);
      // It tries again.
      listening.accept().close();
    }
  }

  private static void welcome(io.netty.buffer.ByteBuf out, int version, int codec) {
    int start = FrameWriter.begin(out, FrameType.WELCOME, 0, 0);
    new Welcome(version, (byte) codec, 4, 1 << 20, "raw").write(out);
    FrameWriter.end(out, start);
  }

  @Test
  void aCallerLeavesAReplicaThatAnswersOtherThanItMay() throws Exception {
    meets(out -> welcome(out, 2, 1), "version 2, which was not offered");
    meets(out -> welcome(out, 1, 9), "codec 9, which was not offered");
    meets(out -> FrameWriter.empty(out, FrameType.GRANT, 0), "GRANT came before WELCOME");
    meets(out -> RawPeer.hello(out, RawPeer.helloTo("Echo")), "does not expect HELLO");
    meets(
        out -> {
          welcome(out, 1, 1);
          welcome(out, 1, 1);
        },
        "WELCOME came twice");
    meets(
        out -> out.writeBytes("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8)),
        "does not speak the Serval protocol");
    meets(
        out -> FrameWriter.goAway(out, new GoAway(GoAwayCode.UNAUTHORIZED, "no credentials")), "");
  }
}
