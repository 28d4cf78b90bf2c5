package dev.serval.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.codec.Samples.Profile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecThreadsTest {

  private static final ForyCodec FORY = new ForyCodec(table(), CodecLimits.DEFAULT);

  /** Uses the codec while the codec makes it. */
  record Nested(int depth, byte[] copy) {
    Nested {
      if (depth > 0) {
        ByteBuf buffer = Unpooled.buffer();
        FORY.encode(new Nested(depth - 1, null), Nested.class, buffer);
        copy = new byte[] {(byte) ((Nested) FORY.decode(buffer, Nested.class)).depth()};
      }
    }
  }

  static Stream<Codec> codecs() {
    return Stream.of(FORY, new SmileCodec(CodecLimits.DEFAULT));
  }

  private static TypeTable table() {
    List<Class<?>> types = new ArrayList<>(Samples.table().ids().keySet());
    types.add(Nested.class);
    return TypeTable.of(types);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void eightVirtualThreadsAtOnce(Codec codec) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        running.add(threads.submit(() -> roundTrips(codec)));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
  }

  @Test
  void nettyThreadsKeepOneWorkerAndOthersShareThePool() throws Exception {
    ConcurrentLinkedQueue<ForyWorker> made = new ConcurrentLinkedQueue<>();
    ForyFactory factory = new ForyFactory(TypeTable.EMPTY, CodecLimits.DEFAULT);
    ForyWorkers workers =
        new ForyWorkers(
            () -> {
              ForyWorker worker = new ForyWorker(factory.create());
              made.add(worker);
              return worker;
            });
    for (int i = 0; i < 20; i++) {
      Thread.ofVirtual().start(() -> workers.giveBack(workers.borrow())).join();
    }
    assertThat(made).hasSize(1);

    Thread netty =
        new FastThreadLocalThread(
            () -> {
              ForyWorker own = workers.borrow();
              assertThat(workers.borrow()).isNotSameAs(own);
              workers.giveBack(own);
              assertThat(workers.borrow()).isSameAs(own);
              workers.discard(own);
              assertThat(workers.borrow()).isNotSameAs(own);
              made.clear();
            });
    netty.start();
    netty.join();
    assertThat(made).as("cleared when all assertions held").isEmpty();
  }

  @Test
  void nettyThreadsRoundTrip() throws Exception {
    List<Throwable> failures = new ArrayList<>();
    Thread netty = new FastThreadLocalThread(() -> roundTrips(FORY));
    netty.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    netty.start();
    netty.join();
    assertThat(failures).isEmpty();
  }

  @Test
  void aConstructorMayUseTheCodec() throws Exception {
    List<Object> results = new ArrayList<>();
    Runnable task = () -> results.add(new Nested(3, null).copy()[0]);
    task.run();
    Thread netty = new FastThreadLocalThread(task);
    netty.start();
    netty.join();
    assertThat(results).containsExactly((byte) 2, (byte) 2);
  }

  @Test
  void preparingMakesSerialisersAheadOfTime() {
    ForyCodec codec = new ForyCodec(Samples.table(), CodecLimits.DEFAULT);
    codec.prepare();
    roundTrips(codec);
  }

  private static void roundTrips(Codec codec) {
    Profile profile = Samples.profile();
    for (int i = 0; i < 500; i++) {
      ByteBuf buffer = Unpooled.buffer();
      codec.encode(profile, Profile.class, buffer);
      if (i % 50 == 0) {
        SameValue.assertSame(profile, codec.decode(buffer, Profile.class));
      } else {
        assertThat(codec.decode(buffer, Profile.class)).isInstanceOf(Profile.class);
      }
    }
  }
}
