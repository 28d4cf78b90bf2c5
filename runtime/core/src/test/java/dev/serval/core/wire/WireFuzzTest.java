package dev.serval.core.wire;

import static dev.serval.core.wire.WireRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.codec.Codec;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.protocol.wire.ErrorKind;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import dev.serval.protocol.wire.FrameWriter;
import dev.serval.protocol.wire.Load;
import dev.serval.protocol.wire.WireError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged frames in both directions, from fixed seeds. A connection answers or closes, its calls
 * end, nothing is left in memory, and a connection next to it notices nothing.
 */
@Timeout(120)
class WireFuzzTest {

  private static final int CASES = 1500;
  private static final long MOST_MEMORY = 64 << 20;

  /** Each case is a line in the log otherwise. */
  private final Logger log = Logger.getLogger(ServerConnection.class.getName());

  private WireRig rig;

  @BeforeEach
  void open() {
    log.setLevel(Level.SEVERE);
    rig = new WireRig();
  }

  @AfterEach
  void close() {
    log.setLevel(null);
    rig.close();
  }

  @Test
  void aReplicaSurvivesDamagedCalls() throws Exception {
    WireRig.Host host = rig.host(16, rig.options(1 << 20, Duration.ofSeconds(5)), 0, 100);
    host.stage.gate.countDown();
    List<byte[]> script = callerScript(rig.codec);
    long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    try (Neighbour neighbour = new Neighbour(host)) {
      for (int seed = 0; seed < CASES; seed++) {
        try (RawPeer peer = RawPeer.to(host)) {
          byte[] bytes = new Mutations(seed).apply(script);
          sendInTwoParts(peer, bytes, seed);
          assertThat(peer.isClosed()).as("seed %d", seed).isTrue();
        }
        long used = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
        assertThat(used).as("seed %d", seed).isLessThan(MOST_MEMORY);
      }
      neighbour.mustHaveBeenAnswered();
    }
    await(() -> host.admission.ongoing() == 0);
    host.stage.publishers.forEach(publisher -> await(publisher.cancelled::get));
  }

  private static void sendInTwoParts(RawPeer peer, byte[] bytes, int seed) throws Exception {
    int cut = bytes.length == 0 ? 0 : seed * 31 % bytes.length;
    try {
      peer.send(out -> out.writeBytes(bytes, 0, cut));
      peer.send(out -> out.writeBytes(bytes, cut, bytes.length - cut));
      peer.socket.shutdownOutput();
    } catch (SocketException closed) {
      // The replica has seen enough.
    }
  }

  private static List<byte[]> callerScript(Codec codec) {
    return List.of(
        Mutations.frame(out -> RawPeer.hello(out, RawPeer.helloTo(WireRig.DEPLOYMENT))),
        Mutations.frame(out -> RawPeer.call(out, codec, 1, 0, "echoOnLoop", "one")),
        Mutations.frame(out -> RawPeer.call(out, codec, 2, 0, "echo", "two")),
        Mutations.frame(out -> RawPeer.call(out, codec, 3, FrameFlags.MORE, "bytes", new byte[99])),
        Mutations.frame(out -> chunk(out, 3, FrameFlags.MORE)),
        Mutations.frame(out -> RawPeer.call(out, codec, 4, 0, "countElsewhere", 50)),
        Mutations.frame(out -> FrameWriter.credit(out, 4, 20)),
        Mutations.frame(out -> FrameWriter.ping(out, 0, 77)),
        Mutations.frame(out -> chunk(out, 3, 0)),
        Mutations.frame(out -> RawPeer.call(out, codec, 5, 0, "hold", "five")),
        Mutations.frame(out -> FrameWriter.cancel(out, 5, false)),
        Mutations.frame(out -> FrameWriter.empty(out, FrameType.DECLINE, 0)),
        Mutations.frame(out -> RawPeer.call(out, codec, 6, FrameFlags.GRANTED, "batched", "six")),
        Mutations.frame(out -> FrameWriter.credit(out, 4, Integer.MAX_VALUE)),
        Mutations.frame(out -> RawPeer.call(out, codec, 7, 0, "make", 200_000)));
  }

  private static void chunk(ByteBuf out, int stream, int flags) {
    int start = FrameWriter.begin(out, FrameType.CHUNK, flags, stream);
    out.writeZero(300);
    FrameWriter.end(out, start);
  }

  @Test
  void aCallerSurvivesDamagedAnswers() throws Exception {
    WireRig.Host host = rig.host(16);
    long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    try (Neighbour neighbour = new Neighbour(host)) {
      for (int seed = 0; seed < CASES / 3; seed++) {
        // One for each case: the next must not be given a connection of the last one's caller.
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
          damagedAnswers(listening, seed);
        }
        long used = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
        assertThat(used).as("seed %d", seed).isLessThan(MOST_MEMORY);
      }
      neighbour.mustHaveBeenAnswered();
    }
  }

  private void damagedAnswers(ServerSocket listening, int seed) throws Exception {
    WireOptions options = rig.options(1 << 20, Duration.ofSeconds(5));
    WireRig.Caller caller = rig.new Caller(options, WireRig.DEPLOYMENT);
    caller.router.update(
        List.of(new ReplicaEndpoint("raw", "127.0.0.1:" + listening.getLocalPort(), "", "")));
    try (RawPeer replica = new RawPeer(listening.accept())) {
      damagedAnswers(caller, replica, seed);
    }
    caller.router.close();
    rig.callers.remove(caller);
    await(() -> caller.router.outstanding() == 0);
  }

  private void damagedAnswers(WireRig.Caller caller, RawPeer replica, int seed) throws Exception {
    replica.read(FrameType.HELLO);
    replica.send(out -> RawPeer.welcome(out, 8));
    await("seed " + seed, () -> caller.router.availableReplicas() == 1);
    CompletableFuture<Object> first = caller.start("echo", "first");
    CompletableFuture<Object> second = caller.start("bytes", new byte[10]);
    Taker third = caller.stream("count", 50, 10);
    for (int i = 0; i < 3; i++) {
      replica.read(FrameType.CALL);
    }
    byte[] bytes = new Mutations(seed).apply(replicaScript(rig.codec));
    try {
      replica.send(out -> out.writeBytes(bytes));
    } catch (SocketException closed) {
      // The caller has seen enough.
    }
    replica.cut();
    // What was not accepted waits for another replica; everything else has ended.
    await("seed " + seed, () -> caller.router.availableReplicas() == 0);
    first.cancel(true);
    second.cancel(true);
    third.subscription.cancel();
    assertThat(first.isDone() && second.isDone()).as("seed %d", seed).isTrue();
    assertThat(third.count.get()).as("seed %d", seed).isLessThanOrEqualTo(10);
  }

  private static List<byte[]> replicaScript(Codec codec) {
    int load = Load.of(1, 8);
    WireError error = new WireError(ErrorKind.STAGE_FAILED, 0, "Wrong", "failed", "at x");
    return List.of(
        Mutations.frame(out -> FrameWriter.empty(out, FrameType.ACCEPT, 1)),
        Mutations.frame(out -> FrameWriter.empty(out, FrameType.ACCEPT, 3)),
        Mutations.frame(out -> item(out, codec, 3, 0)),
        Mutations.frame(
            out -> {
              int start = FrameWriter.beginResponse(out, 2, load);
              codec.encode(new byte[100], byte[].class, out);
              FrameWriter.end(out, start);
              FrameWriter.addFlags(out, start, FrameFlags.MORE);
            }),
        Mutations.frame(out -> FrameWriter.ping(out, 0, 5)),
        Mutations.frame(out -> chunk(out, 2, FrameFlags.MORE)),
        Mutations.frame(out -> item(out, codec, 3, 1)),
        Mutations.frame(
            out -> {
              int start = FrameWriter.beginResponse(out, 1, load);
              codec.encode("first", String.class, out);
              FrameWriter.end(out, start);
            }),
        Mutations.frame(out -> chunk(out, 2, 0)),
        Mutations.frame(out -> FrameWriter.reject(out, 9, load, false)),
        Mutations.frame(out -> FrameWriter.error(out, 0, 8, load, error)),
        Mutations.frame(out -> FrameWriter.empty(out, FrameType.GRANT, 0)),
        Mutations.frame(out -> FrameWriter.end(out, 3, load)));
  }

  private static void item(ByteBuf out, Codec codec, int stream, int element) {
    int start = FrameWriter.begin(out, FrameType.ITEM, 0, stream);
    codec.encode(element, Integer.class, out);
    FrameWriter.end(out, start);
  }

  /** A caller that behaves well meanwhile. */
  private final class Neighbour implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final CompletableFuture<Void> running;

    Neighbour(WireRig.Host host) {
      WireRig.Caller caller = rig.caller(host);
      running =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; !over.get(); i++) {
                  assertThat(caller.call(i % 2 == 0 ? "echo" : "echoOnLoop", "n" + i))
                      .isEqualTo("n" + i);
                  answered.incrementAndGet();
                }
              },
              Thread::startVirtualThread);
    }

    void mustHaveBeenAnswered() {
      end();
      assertThat(answered.get()).isGreaterThan(50);
    }

    private void end() {
      over.set(true);
      running.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
      end();
    }
  }
}
