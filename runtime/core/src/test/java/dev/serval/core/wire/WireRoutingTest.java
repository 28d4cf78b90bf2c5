package dev.serval.core.wire;

import static dev.serval.core.wire.WireRig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.Load;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WireRoutingTest {

  private WireRig rig;

  @BeforeEach
  void open() {
    rig = new WireRig();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void threeCallersShareAReplicaThatRunsTwoAtATime() throws Exception {
    WireRig.Host host = rig.host(2);
    List<CompletableFuture<Object>> calls = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      WireRig.Caller caller = rig.caller(host);
      for (int i = 0; i < 5; i++) {
        calls.add(caller.start("hold", "x"));
      }
    }
    await(() -> host.stage.holding.get() == 2);
    int queued = rig.callers.stream().mapToInt(caller -> caller.router.queued()).sum();
    assertThat(queued).isBetween(8, 13);
    assertThat(host.admission.ongoing()).isEqualTo(2);
    host.stage.gate.countDown();
    for (CompletableFuture<Object> call : calls) {
      assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("x");
    }
    assertThat(host.stage.holding.get()).isEqualTo(15);
  }

  @Test
  void aGrantThatIsNotNeededIsDeclined() throws Exception {
    WireRig.Host host = rig.host(1);
    WireRig.Caller first = rig.caller(host);
    WireRig.Caller second = rig.caller(host);
    CompletableFuture<Object> holding = first.start("hold", "x");
    await(() -> host.stage.holding.get() == 1);
    CompletableFuture<Object> waiting = second.start("echo", "y");
    await(() -> second.router.stats().rejections() > 0);
    waiting.cancel(true);
    host.stage.gate.countDown();
    assertThat(holding.get(30, TimeUnit.SECONDS)).isEqualTo("x");
    // The slot that was granted to the second caller is free at once, long before its hold ends.
    long before = System.nanoTime();
    assertThat(first.call("echo", "z")).isEqualTo("z");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  @RepeatedTest(3)
  void noCallIsForgottenUnderStress() throws Exception {
    WireRig.Host[] hosts = {rig.host(2), rig.host(1)};
    for (WireRig.Host host : hosts) {
      host.stage.gate.countDown();
    }
    List<Thread> threads = new ArrayList<>();
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    for (int c = 0; c < 3; c++) {
      WireRig.Caller caller = rig.caller(hosts);
      for (int t = 0; t < 4; t++) {
        Random random = new Random(31 * c + t);
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  for (int i = 0; i < 250; i++) {
                    one(caller, random, answered, wrong);
                  }
                }));
      }
    }
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
    }
    assertThat(wrong.get()).isZero();
    assertThat(answered.get()).isGreaterThan(2000);
  }

  private static void one(
      WireRig.Caller caller, Random random, AtomicInteger answered, AtomicInteger wrong) {
    String[] methods = {"echo", "echoOnLoop", "echoOnPool", "echoLater", "batched", "hold"};
    String method = methods[random.nextInt(methods.length)];
    String text = "text " + random.nextInt();
    if (random.nextInt(10) == 0) {
      CompletableFuture<Object> call = caller.start(method, text);
      if (random.nextBoolean()) {
        Thread.yield();
      }
      call.cancel(true);
    } else if (random.nextInt(20) == 0) {
      byte[] large = new byte[random.nextInt(300_000)];
      check(((byte[]) caller.call("bytes", large)).length == large.length, answered, wrong);
    } else if (random.nextInt(10) == 0) {
      Taker taker = caller.stream("countElsewhere", 20, random.nextBoolean() ? 20 : 1000);
      taker.end.join();
      check(taker.count.get() == 20, answered, wrong);
    } else {
      check(caller.call(method, text).equals(text), answered, wrong);
    }
  }

  private static void check(boolean right, AtomicInteger answered, AtomicInteger wrong) {
    (right ? answered : wrong).incrementAndGet();
  }

  @Test
  void drainingLosesNoCall() throws Exception {
    WireRig.Host leaving = rig.host(4);
    WireRig.Host staying = rig.host(4);
    WireRig.Caller caller = rig.caller(leaving, staying);
    List<CompletableFuture<Object>> before = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      before.add(caller.start("hold", "begun before"));
    }
    await(() -> leaving.stage.holding.get() + staying.stage.holding.get() == 4);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    List<CompletableFuture<Void>> busy = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      busy.add(
          CompletableFuture.runAsync(
              () -> {
                while (!over.get()) {
                  assertThat(caller.call("echo", "x")).isEqualTo("x");
                  calls.incrementAndGet();
                }
              },
              Thread::startVirtualThread));
    }
    await(() -> calls.get() > 200);
    leaving.server.drain();
    await(() -> caller.router.availableReplicas() == 1);
    int drainedAt = calls.get();
    await(() -> calls.get() > drainedAt + 200);
    assertThat(leaving.admission.ongoing()).isEqualTo(leaving.stage.holding.get());
    leaving.stage.gate.countDown();
    staying.stage.gate.countDown();
    await(() -> leaving.admission.ongoing() == 0 && leaving.server.connections() == 0);
    leaving.server.close();
    over.set(true);
    for (CompletableFuture<Void> thread : busy) {
      thread.get(30, TimeUnit.SECONDS);
    }
    for (CompletableFuture<Object> call : before) {
      assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("begun before");
    }
  }

  @Test
  void acceptedCallsFailWithTheirReplicaUnlessTheyMayRunTwice() throws Exception {
    WireRig.Host dying = rig.host(8);
    WireRig.Caller caller = rig.caller(dying);
    CompletableFuture<Object> once = caller.start("hold", "once");
    CompletableFuture<Object> twice = caller.start("holdIdempotent", "twice");
    await(() -> dying.stage.holding.get() == 2);
    // Answered after both were accepted.
    caller.call("echo", "x");
    WireRig.Host other = rig.host(8);
    other.stage.gate.countDown();
    caller.route(dying, other);
    dying.server.close();
    assertThatThrownBy(() -> once.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(DeploymentUnavailableException.class)
        .hasMessageContaining("Echo.hold was lost with replica " + dying.replica.id());
    assertThat(twice.get(30, TimeUnit.SECONDS)).isEqualTo("twice");
    assertThat(other.stage.holding.get()).isEqualTo(1);
    await(() -> dying.stage.interrupted.get() == 2);
  }

  @Test
  void aStreamThatHasBegunIsNotBegunAgain() throws Exception {
    WireRig.Host dying = rig.host(8);
    WireRig.Caller caller = rig.caller(dying);
    Taker taker = new Taker(3);
    caller.client.withOptions(dev.serval.api.CallOptions.DEFAULTS.asIdempotent()).stream(
            caller.client.target("count"), 100)
        .subscribe(taker);
    await(() -> taker.count.get() == 3);
    caller.route(dying, rig.host(8));
    dying.server.close();
    assertThatThrownBy(() -> taker.end.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(DeploymentUnavailableException.class);
    assertThat(taker.elements).containsExactly(0, 1, 2);
  }

  @Test
  void callsThatWereNotAcceptedAreOfferedElsewhere() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      WireRig.Caller caller = callerOf(listening, rig.options());
      try (RawPeer replica = new RawPeer(listening.accept())) {
        replica.read(FrameType.HELLO);
        replica.send(out -> RawPeer.welcome(out, 8));
        await(() -> caller.router.availableReplicas() == 1);
        CompletableFuture<Object> unaccepted = caller.start("echo", "again");
        CompletableFuture<Object> accepted = caller.start("echo", "lost");
        replica.read(FrameType.CALL);
        int stream = replica.read(FrameType.CALL).stream();
        replica.send(out -> FrameWriter.empty(out, FrameType.ACCEPT, stream));
        WireRig.Host real = rig.host(8);
        caller.router.update(List.of(raw(listening), real.endpoint()));
        await(() -> caller.router.availableReplicas() == 2);
        replica.cut();
        assertThat(unaccepted.get(30, TimeUnit.SECONDS)).isEqualTo("again");
        assertThatThrownBy(() -> accepted.get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(DeploymentUnavailableException.class);
      }
    }
  }

  @Test
  void aReplicaThatFallsSilentIsNoticed() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      WireRig.Caller caller = callerOf(listening, rig.options(1 << 20, Duration.ofMillis(250)));
      try (RawPeer replica = new RawPeer(listening.accept())) {
        replica.read(FrameType.HELLO);
        replica.send(out -> RawPeer.welcome(out, 8));
        await(() -> caller.router.availableReplicas() == 1);
        CompletableFuture<Object> call = caller.start("echo", "moves on");
        // The socket takes all that it is sent and answers nothing.
        await(() -> caller.router.availableReplicas() == 0);
        WireRig.Host real = rig.host(8);
        caller.router.update(List.of(raw(listening), real.endpoint()));
        assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("moves on");
        assertThat(replica.isClosed()).isTrue();
      }
    }
  }

  @Test
  void aReplicaThatGrantsIsSentWhatWaits() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      WireRig.Caller caller = callerOf(listening, rig.options());
      try (RawPeer replica = new RawPeer(listening.accept())) {
        replica.read(FrameType.HELLO);
        replica.send(out -> RawPeer.welcome(out, 8));
        await(() -> caller.router.availableReplicas() == 1);
        CompletableFuture<Object> call = caller.start("echo", "x");
        RawPeer.Frame offered = replica.read(FrameType.CALL);
        assertThat(offered.flags() & FrameFlags.GRANTED).isZero();
        replica.send(out -> FrameWriter.reject(out, offered.stream(), Load.of(8, 8), false));
        await(() -> caller.router.queued() == 1);
        replica.send(out -> FrameWriter.empty(out, FrameType.GRANT, 0));
        RawPeer.Frame again = replica.read(FrameType.CALL);
        assertThat(again.flags() & FrameFlags.GRANTED).isNotZero();
        assertThat(again.stream()).isGreaterThan(offered.stream());
        call.cancel(true);
        assertThat(replica.read().type()).isEqualTo(FrameType.CANCEL);
        replica.send(out -> FrameWriter.empty(out, FrameType.GRANT, 0));
        assertThat(replica.read().type()).isEqualTo(FrameType.DECLINE);
      }
    }
  }

  @Test
  void reconnectsToAReplicaThatComesBack() {
    WireRig.Host first = rig.host(8, rig.options(), WireRig.freePort(), 10);
    WireRig.Caller caller = rig.caller(first);
    assertThat(caller.call("echo", "before")).isEqualTo("before");
    first.server.close();
    await(() -> caller.router.availableReplicas() == 0);
    CompletableFuture<Object> waiting = caller.start("echo", "while it is away");
    rig.host(8, rig.options(), first.address.getPort(), 10);
    assertThat(waiting.join()).isEqualTo("while it is away");
  }

  @Test
  void reconnectsToAReplicaThatComesBackAfterADrain() {
    WireRig.Host first = rig.host(8, rig.options(), WireRig.freePort(), 10);
    WireRig.Caller caller = rig.caller(first);
    assertThat(caller.call("echo", "before")).isEqualTo("before");
    first.server.drain();
    await(() -> caller.router.availableReplicas() == 0);
    CompletableFuture<Object> waiting = caller.start("echo", "while it drains");
    await(() -> first.server.connections() == 0);
    first.server.close();
    rig.host(8, rig.options(), first.address.getPort(), 10);
    assertThat(waiting.join()).isEqualTo("while it drains");
  }

  @Test
  void replicasThatComeAndGoLoseNoCallThatMayRunTwice() throws Exception {
    WireRig.Host steady = rig.host(4);
    WireRig.Caller caller = rig.caller(steady);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger calls = new AtomicInteger();
    List<CompletableFuture<Void>> busy = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      busy.add(
          CompletableFuture.runAsync(
              () -> {
                while (!over.get()) {
                  assertThat(caller.call("echo", "x")).isEqualTo("x");
                  calls.incrementAndGet();
                }
              },
              Thread::startVirtualThread));
    }
    for (int round = 0; round < 10; round++) {
      WireRig.Host coming = rig.host(2);
      caller.route(steady, coming);
      int now = calls.get();
      await(() -> calls.get() > now + 50);
      // As a rolling update does it: drained, then gone.
      coming.server.drain();
      await(() -> coming.server.connections() == 0);
      caller.router.update(List.of(steady.endpoint()));
      coming.server.close();
    }
    over.set(true);
    for (CompletableFuture<Void> thread : busy) {
      thread.get(30, TimeUnit.SECONDS);
    }
  }

  private WireRig.Caller callerOf(ServerSocket listening, WireOptions options) {
    WireRig.Caller caller = rig.new Caller(options, WireRig.DEPLOYMENT);
    caller.router.update(List.of(raw(listening)));
    return caller;
  }

  private static ReplicaEndpoint raw(ServerSocket listening) {
    return new ReplicaEndpoint("raw", "127.0.0.1:" + listening.getLocalPort(), "", "");
  }
}
