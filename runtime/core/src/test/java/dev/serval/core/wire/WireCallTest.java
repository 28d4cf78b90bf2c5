package dev.serval.core.wire;

import static dev.serval.core.wire.WireRig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.CallOptions;
import dev.serval.api.error.BackPressureException;
import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.api.error.ServeException;
import dev.serval.api.error.StageFailedException;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.protocol.wire.FrameType;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WireCallTest {

  private WireRig rig;

  @BeforeEach
  void open() {
    rig = new WireRig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "echoOnLoop", "echoOnPool", "echoLater", "batched"})
  void answersInEveryKindOfExecution(String method) throws Exception {
    WireRig.Caller caller = rig.caller(rig.host(8));
    assertThat(caller.call(method, "hello")).isEqualTo("hello");
    List<CompletableFuture<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      calls.add(caller.start(method, "call " + i));
    }
    for (int i = 0; i < 500; i++) {
      assertThat(calls.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("call " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answersCallsMadeOnItsOwnEventLoop(boolean busy) throws Exception {
    WireOptions options = busy ? rig.busyOptions() : rig.options();
    WireRig.Caller caller =
        rig.caller(options, rig.host(8, options, 0, WireServer.MOST_CONNECTIONS));
    CompletableFuture<Object> chain = caller.start("echo", "0");
    for (int i = 1; i <= 50; i++) {
      String text = "" + i;
      chain = chain.thenCompose(before -> caller.start("echoOnLoop", text));
    }
    assertThat(chain.get(30, TimeUnit.SECONDS)).isEqualTo("50");
  }

  @Test
  void carriesRecordsAndNull() {
    WireRig.Caller caller = rig.caller(rig.host(8));
    EchoStage.Point point = new EchoStage.Point("α", 7, List.of(1.5, -2.0));
    assertThat(caller.call("point", point)).isEqualTo(point);
    assertThat(caller.call("echo", null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_530, 65_536, 65_600, 196_608, 262_144, 1 << 20, 20 << 20})
  void carriesBodiesOfEverySizeBothWays(int size) {
    WireRig.Caller caller = rig.caller(rig.host(8));
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 42);
    assertThat((byte[]) caller.call("bytes", bytes)).isEqualTo(bytes);
    assertThat((byte[]) caller.call("bytesOnLoop", bytes)).isEqualTo(bytes);
  }

  @Test
  void carriesManyLargeBodiesAtOnce() throws Exception {
    WireRig.Caller caller = rig.caller(rig.host(16));
    List<CompletableFuture<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      byte[] bytes = new byte[70_000 + i * 50_000];
      Arrays.fill(bytes, (byte) i);
      calls.add(caller.start(i % 2 == 0 ? "bytes" : "bytesOnLoop", bytes));
      calls.add(caller.start("echo", "small " + i));
    }
    for (int i = 0; i < 32; i++) {
      byte[] bytes = (byte[]) calls.get(2 * i).get(30, TimeUnit.SECONDS);
      assertThat(bytes).hasSize(70_000 + i * 50_000).contains((byte) i);
      assertThat(calls.get(2 * i + 1).get(30, TimeUnit.SECONDS)).isEqualTo("small " + i);
    }
  }

  @Test
  void aSmallCallOvertakesALargeBodyOnItsWayToTheReplica() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      WireRig.Caller caller = rig.new Caller(rig.options(), WireRig.DEPLOYMENT);
      caller.router.update(
          List.of(new ReplicaEndpoint("raw", "127.0.0.1:" + listening.getLocalPort(), "", "")));
      try (RawPeer replica = new RawPeer(listening.accept())) {
        replica.read(FrameType.HELLO);
        replica.send(out -> RawPeer.welcome(out, 8));
        await(() -> caller.router.availableReplicas() == 1);
        CompletableFuture<Object> large = caller.start("bytes", new byte[20 << 20]);
        // More than the sockets hold, so most of it is still there when the small call comes.
        CompletableFuture<Object> small = caller.start("echo", "small");
        int received = replica.read(FrameType.CALL).payload().readableBytes();
        RawPeer.Frame frame = replica.read();
        for (; frame.type() == FrameType.CHUNK; frame = replica.read()) {
          received += frame.payload().readableBytes();
        }
        assertThat(frame.type()).isEqualTo(FrameType.CALL);
        assertThat(received).isLessThan(18 << 20);
        large.cancel(true);
        small.cancel(true);
      }
    }
  }

  @Test
  void aSmallAnswerOvertakesALargeOneOnItsWayToTheCaller() throws Exception {
    WireRig.Host host = rig.host(8);
    host.stage.gate.countDown();
    try (RawPeer caller = RawPeer.welcomedBy(host)) {
      caller.send(out -> call(out, 1, "make", 14 << 20));
      RawPeer.Frame large = caller.read(FrameType.RESPONSE);
      assertThat(large.stream()).isEqualTo(1);
      caller.send(out -> call(out, 2, "hold", "small"));
      await(() -> host.stage.holding.get() == 1);
      int received = large.payload().readableBytes();
      RawPeer.Frame frame = caller.read();
      for (; frame.stream() == 1; frame = caller.read()) {
        received += frame.payload().readableBytes();
      }
      assertThat(frame.stream()).isEqualTo(2);
      assertThat(received).isLessThan(13 << 20);
    }
  }

  private void call(ByteBuf out, int stream, String method, Object argument) {
    RawPeer.call(out, rig.codec, stream, 0, method, argument);
  }

  @Test
  void refusesBodiesOverTheLimitOfEitherSide() {
    WireRig.Host small = rig.host(8, rig.options(100_000, Duration.ofSeconds(5)), 0, 10);
    WireRig.Caller caller = rig.caller(small);
    assertThatThrownBy(() -> caller.call("bytes", new byte[100_001]))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("Echo.bytes")
        .hasMessageContaining("accepts at most 100000");
    WireRig.Caller modest = rig.caller(rig.options(100_000, Duration.ofSeconds(5)), rig.host(8));
    for (String method : List.of("make", "makeOnLoop")) {
      assertThatThrownBy(() -> modest.call(method, 200_000))
          .isInstanceOf(BadRequestException.class)
          .hasMessageContaining("Echo." + method)
          .hasMessageContaining("the caller accepts at most 100000");
    }
    assertThat(modest.call("echo", "still there")).isEqualTo("still there");
    assertThat(caller.call("echo", "still there")).isEqualTo("still there");
  }

  @Test
  void aCallThatCannotBeEncodedDoesNotHarmItsNeighbours() throws Exception {
    WireRig.Caller caller = rig.caller(rig.host(8));
    // On the event loop the frames share a buffer, and the failure starts further calls.
    CompletableFuture<Object> neighbour = new CompletableFuture<>();
    caller
        .start("echo", "begin")
        .thenAccept(
            ignored ->
                caller
                    .start("bytes", new byte[65 << 20])
                    .whenComplete(
                        (result, failure) ->
                            caller
                                .start("echo", "neighbour")
                                .whenComplete((text, none) -> neighbour.complete(text))));
    assertThat(neighbour.get(30, TimeUnit.SECONDS)).isEqualTo("neighbour");
  }

  @Test
  void mapsErrorsOfEveryKind() {
    WireRig.Caller caller = rig.caller(rig.host(8));
    assertThatThrownBy(() -> caller.call("fail", "back-pressure"))
        .isInstanceOfSatisfying(
            BackPressureException.class,
            full -> assertThat(full.retryAfter()).isEqualTo(Duration.ofMillis(1500)))
        .hasMessage("Next is full");
    expect(caller, "bad-request", BadRequestException.class, "Next.method: not a number");
    expect(caller, "cancelled", CallCancelledException.class, "Next.method was cancelled");
    expect(caller, "deadline", DeadlineExceededException.class, "No result of Next.method");
    expect(caller, "unavailable", DeploymentUnavailableException.class, "Next has no replica");
    expect(caller, "behind", StageFailedException.class, "Next.method failed");
    assertThatThrownBy(() -> caller.call("fail", "my own"))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            failed -> {
              assertThat(failed.exceptionType()).isEqualTo("java.lang.IllegalArgumentException");
              assertThat(failed.remoteStackTrace()).contains("EchoStage.fail");
            })
        .hasMessageContaining("Echo.fail failed")
        .hasMessageContaining("my own");
  }

  private static void expect(
      WireRig.Caller caller, String kind, Class<? extends ServeException> type, String message) {
    assertThatThrownBy(() -> caller.call("fail", kind)).isInstanceOf(type).hasMessage(message);
  }

  @Test
  void failuresFromBehindAReplicaDoNotEjectIt() {
    WireRig.Host one = rig.host(8);
    WireRig.Host two = rig.host(8);
    WireRig.Caller caller = rig.caller(one, two);
    for (int i = 0; i < 40; i++) {
      assertThatThrownBy(() -> caller.call("fail", "behind"))
          .isInstanceOf(StageFailedException.class);
    }
    assertThat(caller.router.stats().ejections()).isZero();
    assertThat(caller.router.availableReplicas()).isEqualTo(2);
  }

  @Test
  void cancellingInterruptsTheStageAndFreesTheSlot() {
    WireRig.Host host = rig.host(1);
    WireRig.Caller caller = rig.caller(host);
    CompletableFuture<Object> call = caller.start("hold", "x");
    await(() -> host.stage.holding.get() == 1);
    call.cancel(true);
    await(() -> host.stage.interrupted.get() == 1);
    await(() -> host.admission.ongoing() == 0);
    assertThat(caller.call("echo", "free again")).isEqualTo("free again");
  }

  @Test
  void cancellingManyCallsOnTheirWayLeavesNothingBehind() {
    WireRig.Host host = rig.host(4);
    host.stage.gate.countDown();
    WireRig.Caller caller = rig.caller(host);
    byte[] large = new byte[300_000];
    for (int i = 0; i < 400; i++) {
      CompletableFuture<Object> call =
          i % 3 == 0 ? caller.start("bytes", large) : caller.start("hold", "x");
      if (i % 7 == 0) {
        Thread.yield();
      }
      call.cancel(true);
    }
    assertThat(caller.call("echo", "alive")).isEqualTo("alive");
    await(() -> host.admission.ongoing() == 0 && caller.router.outstanding() == 0);
  }

  @Test
  void theDeadlineTravelsAndShrinks() throws Exception {
    WireRig.Caller inner = rig.caller(rig.host(8));
    WireRig.Host outer = rig.host(8);
    outer.stage.next = text -> String.valueOf(inner.call("remaining", text));
    WireRig.Caller caller = rig.caller(outer);
    CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(20));
    long direct = (Long) caller.start("remaining", "", options).get(30, TimeUnit.SECONDS);
    assertThat(direct).isBetween(10_000L, 20_000L);
    long nested =
        Long.parseLong((String) caller.start("nested", "", options).get(30, TimeUnit.SECONDS));
    assertThat(nested).isBetween(10_000L, 20_000L);
    assertThat(caller.call("remaining", "")).isEqualTo(-1L);
  }

  @Test
  void aDeadlineThatPassesCancelsTheWholeTree() {
    WireRig.Host innerHost = rig.host(1);
    WireRig.Caller inner = rig.caller(innerHost);
    WireRig.Host outer = rig.host(1);
    outer.stage.next = text -> inner.call("hold", text);
    WireRig.Caller caller = rig.caller(outer);
    CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(300));
    assertThatThrownBy(() -> caller.start("nested", "x", options).get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(DeadlineExceededException.class);
    await(() -> innerHost.stage.interrupted.get() == innerHost.stage.holding.get());
    await(() -> innerHost.admission.ongoing() == 0 && outer.admission.ongoing() == 0);
  }

  @Test
  void anUnknownMethodIsABadRequest() {
    WireRig.Caller caller = rig.caller(rig.host(8));
    var target =
        new dev.serval.core.call.CallTarget(
            "Echo", "Echo", "gone", 12345, List.of(String.class), String.class, false, false);
    assertThatThrownBy(() -> caller.client.call(target, "x"))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("no such method");
    assertThat(IntStream.range(0, 3).mapToObj(i -> caller.call("echo", "" + i)))
        .containsExactly("0", "1", "2");
  }
}
