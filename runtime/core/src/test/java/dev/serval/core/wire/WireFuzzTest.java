package dev.serval.core.wire;

import static dev.serval.core.wire.WireRig.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.error.ServeException;
import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.protocol.wire.FrameFlags;
import dev.serval.protocol.wire.FrameType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
 * end, what they are answered is what the bytes say, nothing is left in memory, and a connection
 * next to it notices nothing.
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
    List<byte[]> script = FuzzScripts.callerScript(rig.codec);
    int results = 0;
    long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    try (Neighbour neighbour = new Neighbour(host)) {
      for (int seed = 0; seed < CASES; seed++) {
        try (RawPeer peer = RawPeer.to(host)) {
          byte[] bytes = new Mutations(seed).apply(script);
          sendInTwoParts(peer, bytes, seed);
          AnswerCheck check = new AnswerCheck(rig.codec, bytes);
          check("seed " + seed, check, peer.readToEnd());
          results += check.results();
        }
        long used = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
        assertThat(used).as("seed %d", seed).isLessThan(MOST_MEMORY);
      }
      neighbour.mustHaveBeenAnswered();
    }
    assertThat(results).as("there was something to check").isGreaterThan(CASES / 2);
    await(() -> host.admission.ongoing() == 0);
    host.stage.publishers.forEach(publisher -> await(publisher.cancelled::get));
  }

  /** What the damage is done to is in order: otherwise the tests above would not test much. */
  @Test
  void theCallsAreAnsweredIfNothingIsDamaged() throws Exception {
    WireRig.Host host = rig.host(16, rig.options(1 << 20, Duration.ofSeconds(5)), 0, 100);
    host.stage.gate.countDown();
    byte[] bytes = FuzzScripts.join(FuzzScripts.callerScript(rig.codec));
    AnswerCheck check = new AnswerCheck(rig.codec, bytes);
    try (RawPeer peer = RawPeer.to(host)) {
      peer.send(out -> out.writeBytes(bytes));
      List<RawPeer.Frame> answers = new ArrayList<>();
      Set<Integer> open = new HashSet<>(Set.of(1, 2, 3, 4, 6, 7));
      while (!open.isEmpty()) {
        RawPeer.Frame answer = peer.read();
        answers.add(answer);
        boolean last =
            switch (answer.type()) {
              case FrameType.RESPONSE, FrameType.CHUNK ->
                  !FrameFlags.has(answer.flags(), FrameFlags.MORE);
              case FrameType.END, FrameType.ERROR -> true;
              default -> false;
            };
        if (last) {
          open.remove(answer.stream());
        }
      }
      check("undamaged", check, answers);
    }
    assertThat(check.results())
        .as("all but the stream, and the one that is cancelled")
        .isBetween(5, 6);
  }

  @Test
  void theAnswersAreTakenIfNothingIsDamaged() throws Exception {
    WireRig.Host host = rig.host(16);
    byte[] bytes = FuzzScripts.join(FuzzScripts.replicaScript(rig.codec));
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(answered(listening, host, bytes, "undamaged")).isEqualTo(3);
    }
    assertThat(host.stage.publishers).as("nothing was left for the other replica").isEmpty();
  }

  private static void check(String what, AnswerCheck check, List<RawPeer.Frame> answers) {
    try {
      check.check(answers);
    } catch (AssertionError wrong) {
      throw new AssertionError(what + ": " + wrong.getMessage(), wrong);
    }
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

  @Test
  void aCallerSurvivesDamagedAnswers() throws Exception {
    WireRig.Host host = rig.host(16);
    int fromReplica = 0;
    long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    try (Neighbour neighbour = new Neighbour(host)) {
      for (int seed = 0; seed < CASES / 3; seed++) {
        // One for each case: the next must not be given a connection of the last one's caller.
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
          byte[] bytes = new Mutations(seed).apply(FuzzScripts.replicaScript(rig.codec));
          fromReplica += answered(listening, host, bytes, "seed " + seed);
        }
        long used = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
        assertThat(used).as("seed %d", seed).isLessThan(MOST_MEMORY);
      }
      neighbour.mustHaveBeenAnswered();
    }
    assertThat(fromReplica).as("not all is refused").isGreaterThan(CASES / 6);
  }

  /**
   * Three calls are answered with {@code bytes}, then the connection ends. What was not accepted
   * goes to {@code other}, a replica that answers well: so each call ends, by an error or rightly.
   *
   * @return how many had a result of which the bytes are the reason
   */
  private int answered(ServerSocket listening, WireRig.Host other, byte[] bytes, String what)
      throws Exception {
    WireOptions options = rig.options(1 << 20, Duration.ofSeconds(5));
    WireRig.Caller caller = rig.new Caller(options, WireRig.DEPLOYMENT);
    caller.router.update(
        List.of(new ReplicaEndpoint("raw", "127.0.0.1:" + listening.getLocalPort(), "", "")));
    int results;
    try (RawPeer replica = new RawPeer(listening.accept())) {
      results = answered(caller, replica, other, bytes, what);
    }
    await(what, () -> caller.router.outstanding() == 0);
    caller.router.close();
    rig.callers.remove(caller);
    return results;
  }

  private int answered(
      WireRig.Caller caller, RawPeer replica, WireRig.Host other, byte[] bytes, String what)
      throws Exception {
    replica.read(FrameType.HELLO);
    replica.send(out -> RawPeer.welcome(out, 8));
    await(what, () -> caller.router.availableReplicas() == 1);
    CompletableFuture<Object> first = caller.start("echo", "first");
    CompletableFuture<Object> second = caller.start("bytes", FuzzScripts.SHORT);
    Taker third = caller.stream("count", 10, 10);
    for (int i = 0; i < 3; i++) {
      replica.read(FrameType.CALL);
    }
    try {
      replica.send(out -> out.writeBytes(bytes));
    } catch (SocketException closed) {
      // The caller has seen enough.
    }
    replica.cut();
    caller.router.update(List.of(other.endpoint()));

    List<Frames.Message> said = Frames.messages(Frames.in(bytes));
    return checkResult(what + ", first", first, "first", results(said, 1, String.class))
        + checkResult(what + ", second", second, FuzzScripts.SHORT, results(said, 2, byte[].class))
        + checkStream(what + ", third", third, said);
  }

  /**
   * A call has to end by itself, with an error that has a type, with what {@code said} has for it
   * or with {@code right}, its argument.
   */
  private static int checkResult(
      String what, CompletableFuture<Object> call, Object right, List<Object> said)
      throws Exception {
    Object result;
    try {
      result = call.get(WireRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      assertThat(failed.getCause()).as(what).isInstanceOf(ServeException.class);
      return 0;
    }
    boolean asSaid = said.stream().anyMatch(one -> Objects.deepEquals(one, result));
    if (!asSaid) {
      assertThat(result).as(what).isEqualTo(right);
    }
    return asSaid ? 1 : 0;
  }

  private int checkStream(String what, Taker stream, List<Frames.Message> said) throws Exception {
    boolean complete = true;
    try {
      stream.end.get(WireRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      assertThat(failed.getCause()).as(what).isInstanceOf(ServeException.class);
      complete = false;
    }
    assertThat(stream.count.get()).as(what).isLessThanOrEqualTo(10);
    if (complete && stream.elements.equals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9))) {
      return 0;
    }
    List<Object> items = new ArrayList<>();
    for (Frames.Message message : said) {
      if (message.type() == FrameType.ITEM && mayBeFor(3, message.stream())) {
        decode(message.payload(), Integer.class).ifPresent(items::add);
      }
    }
    int found = 0;
    for (Object item : items) {
      if (found < stream.elements.size() && stream.elements.get(found).equals(item)) {
        found++;
      }
    }
    assertThat(found)
        .as("%s: %s in the order of %s", what, stream.elements, items)
        .isEqualTo(stream.elements.size());
    return complete ? 1 : 0;
  }

  /** What a replica has said that a call which first had {@code stream} may be answered. */
  private List<Object> results(List<Frames.Message> said, int stream, Class<?> type) {
    List<Object> results = new ArrayList<>();
    for (Frames.Message message : said) {
      if (message.type() == FrameType.RESPONSE
          && mayBeFor(stream, message.stream())
          && message.payload().readableBytes() >= Integer.BYTES) {
        decode(message.payload().duplicate().skipBytes(Integer.BYTES), type)
            .ifPresent(results::add);
      }
    }
    return results;
  }

  /** The three calls have the streams 1 to 3, and further ones when they are offered again. */
  private static boolean mayBeFor(int callStream, int stream) {
    return stream == callStream || stream > 3;
  }

  private Optional<Object> decode(ByteBuf body, Class<?> type) {
    try {
      return Optional.ofNullable(rig.codec.decode(body.duplicate(), type));
    } catch (RuntimeException damaged) {
      return Optional.empty();
    }
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
