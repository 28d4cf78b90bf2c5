package dev.serval.core.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.time.SystemTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many threads against one batcher, on the clock of the machine. */
class BatcherStressTest {

  private static final int PRODUCERS = 4;
  private static final int CALLS_EACH = 10_000;
  private static final int HEAVIEST = 9;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final SystemTime time = new SystemTime(timers);
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final Queue<Work> executed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger running = new AtomicInteger();

  private record Work(int producer, int number, int weight) {}

  @AfterEach
  void shutDown() {
    threads.shutdownNow();
    timers.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1", "8, 0, 1", "8, 0, 3", "8, 200, 1", "8, 200, 3", "64, 1000, 2", "64, 0, 4"})
  void everyCallEndsOnceAndNoLimitIsBroken(int maxSize, long maxWaitMicros, int lanes)
      throws Exception {
    BatchOptions options =
        new BatchOptions(maxSize, Duration.ofNanos(maxWaitMicros * 1_000), lanes);
    Batcher batcher = batcher(options, items -> execute(items, maxSize, lanes));

    List<RecordedCall> calls = produce(batcher);

    for (RecordedCall call : calls) {
      awaitEnd(call);
    }
    assertThat(violations).isEmpty();
    assertThat(calls).allSatisfy(call -> assertThat(call.ends()).isEqualTo(1));
    assertThat(batcher.queued()).isZero();
    assertThat(batcher.executing()).isZero();
    if (lanes == 1) {
      assertThatEachProducersCallsRanInOrder();
    }
  }

  @Test
  void noCallIsForgottenWhileOptionsChange() throws Exception {
    Batcher batcher =
        batcher(new BatchOptions(16, Duration.ofMillis(1), 2), items -> execute(items, 64, 4));
    CountDownLatch produced = new CountDownLatch(1);
    Future<?> changes =
        threads.submit(
            () -> {
              Random random = new Random(7);
              while (produced.getCount() > 0) {
                batcher.reconfigure(
                    new BatchOptions(
                        HEAVIEST + random.nextInt(50),
                        random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(60),
                        1 + random.nextInt(4)));
                Thread.yield();
              }
              batcher.reconfigure(new BatchOptions(16, Duration.ofMillis(1), 2));
            });

    List<RecordedCall> calls = produce(batcher);
    produced.countDown();
    changes.get(60, TimeUnit.SECONDS);

    for (RecordedCall call : calls) {
      awaitEnd(call);
    }
    assertThat(violations).isEmpty();
    assertThat(calls).allSatisfy(call -> assertThat(call.ends()).isEqualTo(1));
    assertThat(batcher.queued()).isZero();
  }

  @Test
  void noCallIsForgottenWhenTheBatcherCloses() throws Exception {
    for (int round = 0; round < 50; round++) {
      Batcher batcher =
          batcher(new BatchOptions(8, Duration.ofSeconds(60), 2), items -> execute(items, 8, 2));
      List<RecordedCall> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(new RecordedCall(new Work(0, i, 1)));
      }
      Future<?> closing = threads.submit(() -> batcher.close(new Exception("closed")));
      calls.forEach(batcher::submit);
      closing.get(60, TimeUnit.SECONDS);

      for (RecordedCall call : calls) {
        awaitEnd(call);
      }
      assertThat(batcher.queued()).isZero();
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void callerThatWaitsForEachResultIsNeverLeftAlone() throws Exception {
    // One call at a time: each wake-up that is missed would leave nobody to make up for it.
    Batcher batcher =
        batcher(
            new BatchOptions(4, Duration.ZERO, 1),
            items -> CompletableFuture.supplyAsync(() -> items, threads));
    List<Future<?>> callers = new ArrayList<>();
    for (int i = 0; i < PRODUCERS; i++) {
      callers.add(
          threads.submit(
              () -> {
                for (int n = 0; n < 5_000; n++) {
                  RecordedCall call = new RecordedCall(new Work(0, n, 1));
                  batcher.submit(call);
                  call.result();
                }
                return null;
              }));
    }
    for (Future<?> caller : callers) {
      caller.get(120, TimeUnit.SECONDS);
    }
  }

  private Batcher batcher(BatchOptions options, BatchMethod body) {
    return new Batcher(
        "Ranker.rank",
        options,
        item -> ((Work) item).weight(),
        body,
        threads,
        time,
        (size, limit, wait, execution) -> {
          if (size > limit || size < 1 || wait < 0 || execution < 0) {
            violations.add("observed " + size + " of " + limit);
          }
        });
  }

  private List<RecordedCall> produce(Batcher batcher) throws Exception {
    List<Future<List<RecordedCall>>> producers = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      int producer = p;
      producers.add(threads.submit(() -> produce(batcher, producer)));
    }
    List<RecordedCall> calls = new ArrayList<>();
    for (Future<List<RecordedCall>> producer : producers) {
      calls.addAll(producer.get(60, TimeUnit.SECONDS));
    }
    return calls;
  }

  private List<RecordedCall> produce(Batcher batcher, int producer) {
    Random random = new Random(producer);
    List<RecordedCall> calls = new ArrayList<>(CALLS_EACH);
    for (int number = 0; number < CALLS_EACH; number++) {
      RecordedCall call =
          new RecordedCall(new Work(producer, number, 1 + random.nextInt(HEAVIEST)));
      calls.add(call);
      batcher.submit(call);
      if (random.nextInt(8) == 0) {
        calls.get(Math.max(0, number - random.nextInt(50))).cancel();
      }
      if (random.nextInt(200) == 0) {
        Thread.yield();
      }
    }
    return calls;
  }

  private Object execute(List<Object> items, int maxSize, int lanes) {
    int parallel = running.incrementAndGet();
    int weight = 0;
    int fate = 0;
    for (Object item : items) {
      Work work = (Work) item;
      weight += work.weight();
      fate += work.number();
      executed.add(work);
    }
    if (parallel > lanes || weight > maxSize || items.isEmpty()) {
      violations.add("%d parallel, weight %d, %s".formatted(parallel, weight, items));
    }
    switch (fate % 16) {
      case 0 -> {
        running.decrementAndGet();
        throw new IllegalStateException("unlucky batch");
      }
      case 1 -> {
        running.decrementAndGet();
        return items.subList(1, items.size());
      }
      case 2, 3, 4 -> {
        Pending pending = new Pending();
        threads.submit(() -> pending.complete(items));
        // The second kind goes on although nobody waits for it, and keeps its lane.
        return fate % 2 == 0 ? pending : pending.minimalCompletionStage();
      }
      default -> {
        running.decrementAndGet();
        return items;
      }
    }
  }

  /** Runs until it is completed or cancelled, before whoever waits for that is told. */
  private final class Pending extends CompletableFuture<Object> {
    private final AtomicBoolean over = new AtomicBoolean();

    @Override
    public boolean complete(Object value) {
      end();
      return super.complete(value);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      end();
      return super.cancel(mayInterrupt);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }

    private void end() {
      if (over.compareAndSet(false, true)) {
        running.decrementAndGet();
      }
    }
  }

  private void assertThatEachProducersCallsRanInOrder() {
    int[] last = new int[PRODUCERS];
    for (Work work : executed) {
      assertThat(work.number()).isGreaterThanOrEqualTo(last[work.producer()]);
      last[work.producer()] = work.number();
    }
  }

  private void awaitEnd(RecordedCall call) throws Exception {
    try {
      Object result = call.result();
      if (result != call.item()) {
        violations.add(call.item() + " got " + result);
      }
    } catch (ExecutionException ended) {
      // Cancelled, too heavy or in an unlucky batch: an end like another.
    }
  }
}
