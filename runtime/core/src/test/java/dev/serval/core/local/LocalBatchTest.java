package dev.serval.core.local;

import static dev.serval.core.stage.StageMethod.Execution.CPU_POOL;
import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.COMPLETION_STAGE;
import static dev.serval.core.stage.StageMethod.ResultShape.PUBLISHER;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.BatchItem;
import dev.serval.api.CallOptions;
import dev.serval.api.error.BackPressureException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.FutureCall;
import dev.serval.core.call.StreamCall;
import dev.serval.core.call.Together;
import dev.serval.core.codec.Codec;
import dev.serval.core.stage.TestStage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What calls of a batch occupy of their replica, and what becomes of a batch that nobody wants. */
@Timeout(120)
class LocalBatchTest {

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger batches = new AtomicInteger();

  // ---- Slots and threads

  @Test
  void aCallOfABatchThatRunsKeepsItsSlotUntilTheMethodReturns() throws Exception {
    try (LocalRig rig = new LocalRig(batching(1, this::holdStubbornly), 1)) {
      FutureCall call = rig.call("rank", "a");
      Together.await(inside);

      call.cancel(CancelReason.CANCELLED);

      Together.await(interrupted);
      assertThat(call.future()).isCompletedExceptionally();
      assertThat(rig.replica.admission().ongoing()).isEqualTo(1);
      assertThat(rig.replica.idle()).isFalse();
      FutureCall next = rig.call("rank", "next");
      assertThat(rig.router.stats().rejections()).as("no more run than the limit").isEqualTo(1);
      goOn.countDown();

      assertThat(next.future().join()).isEqualTo("next");
      rig.untilIdle();
      Together.until("the end of both is observed", () -> rig.ends.get() == 2);
    }
  }

  @Test
  void aCallThatWaitsForABatchLeavesAtOnce() throws Exception {
    try (LocalRig rig = new LocalRig(batching(1, this::holdStubbornly), 2)) {
      FutureCall running = rig.call("rank", "a");
      Together.await(inside);
      FutureCall waiting = rig.call("rank", "b");
      assertThat(rig.replica.admission().ongoing()).isEqualTo(2);

      waiting.cancel(CancelReason.CANCELLED);

      assertThat(rig.replica.admission().ongoing()).isEqualTo(1);
      assertThat(interrupted.getCount()).as("it was not in that batch").isEqualTo(1);
      goOn.countDown();
      assertThat(running.future().join()).isEqualTo("a");
      rig.untilIdle();
    }
  }

  @Test
  void theThreadIsInterruptedWhenTheLastCallerIsGone() throws Exception {
    try (LocalRig rig = new LocalRig(batching(2, this::hold), 2)) {
      FutureCall first = rig.call("rank", "a");
      FutureCall second = rig.call("rank", "b");
      Together.await(inside);

      first.cancel(CancelReason.CANCELLED);
      assertThat(rig.replica.admission().ongoing()).isEqualTo(2);
      assertThat(interrupted.getCount()).as("another caller still waits").isEqualTo(1);

      second.cancel(CancelReason.CANCELLED);
      Together.await(interrupted);
      rig.untilIdle();
      assertThat(rig.ends).hasValue(2);
    }
  }

  @Test
  void aDeadlineInterruptsABatchThatHangsAndTheNextOneRuns() throws Exception {
    AtomicBoolean hangs = new AtomicBoolean(true);
    TestStage stage = batching(1, items -> hangs.getAndSet(false) ? hold(items) : items);
    try (LocalRig rig = new LocalRig(stage, 2)) {
      FutureCall stuck = call(rig, "a", 500);
      Together.await(inside);
      FutureCall next = call(rig, "b", 60_000);
      rig.time.advance(Duration.ofMillis(499));
      assertThat(interrupted.getCount()).isEqualTo(1);

      rig.time.advance(Duration.ofMillis(11));

      Together.await(interrupted);
      assertThatThrownBy(() -> stuck.future().join())
          .hasCauseInstanceOf(DeadlineExceededException.class);
      assertThat(next.future().join()).isEqualTo("b");
      rig.untilIdle();
    }
  }

  @Test
  void aCallerWhoseDeadlinePassesIsToldWhileTheBatchGoesOnForOthers() throws Exception {
    try (LocalRig rig = new LocalRig(batching(2, this::hold), 2)) {
      FutureCall hasty = call(rig, "a", 500);
      FutureCall patient = call(rig, "b", 60_000);
      Together.await(inside);

      rig.time.advance(Duration.ofMillis(510));

      assertThat(hasty.future()).isCompletedExceptionally();
      assertThat(rig.replica.admission().ongoing()).isEqualTo(2);
      goOn.countDown();
      assertThat(patient.future().join()).isEqualTo("b");
      rig.untilIdle();
    }
  }

  @Test
  void aBatchWhoseCallersAreGoneBeforeItsThreadBeginsIsNotExecuted() throws Exception {
    TestStage stage =
        TestStage.named("Ranker")
            .method(
                "rank",
                1,
                VALUE,
                CPU_POOL,
                new BatchOptions(1, Duration.ZERO, 2),
                arguments -> holdStubbornly((List<?>) arguments[0]));
    try (LocalRig rig = new LocalRig(stage, 2)) {
      FutureCall running = rig.call("rank", "a");
      Together.await(inside);
      FutureCall waiting = rig.call("rank", "b");

      waiting.cancel(CancelReason.CANCELLED);

      assertThat(rig.replica.admission().ongoing()).isEqualTo(1);
      goOn.countDown();
      assertThat(running.future().join()).isEqualTo("a");
      rig.untilIdle();
      assertThat(batches).hasValue(1);
    }
  }

  @Test
  void anInterruptIsNotLeftForTheNextBatchOnTheSameThread() throws Exception {
    TestStage stage =
        TestStage.named("Ranker")
            .method(
                "rank",
                1,
                VALUE,
                CPU_POOL,
                new BatchOptions(1, Duration.ZERO, 1),
                arguments -> {
                  if (batches.getAndIncrement() == 0) {
                    inside.countDown();
                    Together.until("interrupted", () -> Thread.currentThread().isInterrupted());
                  }
                  return List.of("" + Thread.currentThread().isInterrupted());
                });
    try (LocalRig rig = new LocalRig(stage, 2)) {
      FutureCall call = rig.call("rank", "a");
      Together.await(inside);
      call.cancel(CancelReason.CANCELLED);

      assertThat(rig.call("rank", "b").future().join()).isEqualTo("false");
      rig.untilIdle();
    }
  }

  @Test
  void whatABatchReturnedIsCancelledWhenTheLastCallerIsGone() {
    CompletableFuture<Object> pending = new CompletableFuture<>();
    TestStage stage =
        TestStage.named("Ranker")
            .method(
                "rank",
                1,
                COMPLETION_STAGE,
                VIRTUAL_THREAD,
                new BatchOptions(2, Duration.ZERO, 1),
                arguments -> batches.getAndIncrement() == 0 ? pending : done(arguments[0]));
    try (LocalRig rig = new LocalRig(stage, 1)) {
      FutureCall call = rig.call("rank", "a");
      Together.until("the batch is pending", () -> pending.getNumberOfDependents() > 0);

      call.cancel(CancelReason.CANCELLED);

      Together.until("the future is cancelled", pending::isCancelled);
      rig.untilIdle();
      assertThat(rig.call("rank", "b").future().join()).isEqualTo("b");
      rig.untilIdle();
    }
  }

  @Test
  void aReplicaThatIsClosedInterruptsItsBatchesAndTellsTheirCallersAtOnce() throws Exception {
    try (LocalRig rig = new LocalRig(batching(1, this::holdStubbornly), 1)) {
      FutureCall call = rig.call("rank", "a");
      Together.await(inside);

      rig.replica.close();

      Together.await(interrupted);
      assertThat(call.future()).isCompletedExceptionally();
      goOn.countDown();
      rig.untilIdle();
    }
  }

  // ---- Streams

  @Test
  void aCallerThatFallsTooFarBehindLosesItsStreamAndTheLaneIsFree() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 1, 1, null)) {
      TestSubscriber subscriber = new TestSubscriber();
      StreamCall call = TestSubscriber.subscribe(rig, "rank", subscriber, "a");
      call.request(2);
      rounds.awaitRequest(1);
      for (int i = 0; i < 2 + 1_024; i++) {
        rounds.next(List.of("e" + i));
      }
      assertThat(subscriber.elements()).containsExactly("e0", "e1");
      assertThat(subscriber.ended()).as("1,024 elements are held for it").isFalse();

      rounds.next(List.of("one too many"));

      assertThat(subscriber.error())
          .isInstanceOf(BackPressureException.class)
          .hasMessage("Shop.rank: the caller is 1024 elements behind");
      assertThat(rounds.cancelled).isTrue();
      assertThat(rounds.requested).as("no round for nobody").isEqualTo(2 + 1_024 + 1);
      rig.untilIdle();
      nextBatchRuns(rig, rounds);
    }
  }

  @Test
  void anElementThatCannotTravelFailsItsCallerAndTheLaneIsFree() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 1, 1, new TextCodec())) {
      TestSubscriber subscriber = new TestSubscriber();
      TestSubscriber.subscribe(rig, "rank", subscriber, "a").request(5);
      rounds.awaitRequest(1);
      rounds.next(List.of("e0"));

      rounds.next(List.of(1));

      assertThat(subscriber.elements()).containsExactly("e0~");
      assertThat(subscriber.error()).hasMessageContaining("Shop.rank element");
      assertThat(rounds.cancelled).isTrue();
      rig.untilIdle();
      nextBatchRuns(rig, rounds);
    }
  }

  @Test
  void aCallerThatFailsLeavesTheOthersTheirStream() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 2, 2, new TextCodec())) {
      TestSubscriber failing = new TestSubscriber();
      TestSubscriber sound = new TestSubscriber();
      TestSubscriber.subscribe(rig, "rank", failing, "a").request(5);
      TestSubscriber.subscribe(rig, "rank", sound, "b").request(5);
      rounds.awaitRequest(1);

      rounds.next(List.of(1, "b0"));
      assertThat(failing.ended()).isTrue();
      assertThat(rounds.cancelled).isFalse();
      rounds.next(List.of("ignored", "b1"));
      rounds.complete();

      assertThat(failing.elements()).isEmpty();
      assertThat(failing.ends()).isEqualTo(1);
      assertThat(sound.elements()).containsExactly("b0~", "b1~");
      assertThat(sound.ends()).isEqualTo(1);
      rig.untilIdle();
    }
  }

  @Test
  void aStreamThatNobodyWantsIsCancelledAlthoughNoFurtherRoundComes() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 2, 2, null)) {
      StreamCall first = TestSubscriber.subscribe(rig, "rank", new TestSubscriber(), "a");
      TestSubscriber second = new TestSubscriber();
      TestSubscriber.subscribe(rig, "rank", second, "b").request(5);
      rounds.awaitRequest(1);
      first.cancel();
      assertThat(rounds.cancelled).isFalse();
      assertThat(rig.replica.admission().ongoing()).as("the round is under way").isEqualTo(2);

      rounds.next(List.of("a0", BatchItem.end()));

      assertThat(second.ends()).isEqualTo(1);
      assertThat(rounds.cancelled).isTrue();
      rig.untilIdle();
      nextBatchRuns(rig, rounds);
    }
  }

  @Test
  void theLastCallerThatCancelsCancelsTheStream() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 1, 1, null)) {
      StreamCall call = TestSubscriber.subscribe(rig, "rank", new TestSubscriber(), "a");
      rounds.awaitRequest(1);

      call.cancel();

      assertThat(rounds.cancelled).isTrue();
      rig.untilIdle();
      nextBatchRuns(rig, rounds);
    }
  }

  @Test
  void whatIsStillHeldAfterTheBatchHasEndedKeepsASlotAsLongAsItsCallerWaitsForIt() {
    Rounds rounds = new Rounds();
    try (LocalRig rig = streaming(rounds, 1, 1, null)) {
      TestSubscriber subscriber = new TestSubscriber();
      StreamCall call = TestSubscriber.subscribe(rig, "rank", subscriber, "a");
      rounds.awaitRequest(1);
      rounds.next(List.of("a0"));
      rounds.complete();
      assertThat(subscriber.ended()).isFalse();
      assertThat(rig.replica.admission().ongoing()).isEqualTo(1);

      call.cancel();

      rig.untilIdle();
    }
  }

  // ---- Fixtures

  @FunctionalInterface
  private interface Batch {
    Object execute(List<?> items) throws Exception;
  }

  private TestStage batching(int maxSize, Batch body) {
    return TestStage.named("Ranker")
        .method(
            "rank",
            1,
            VALUE,
            VIRTUAL_THREAD,
            // A full batch runs at once, and no test waits for one that is not.
            new BatchOptions(maxSize, maxSize == 1 ? Duration.ZERO : Duration.ofSeconds(60), 1),
            arguments -> body.execute((List<?>) arguments[0]));
  }

  private LocalRig streaming(Rounds rounds, int maxSize, int limit, Codec codec) {
    TestStage stage =
        TestStage.named("Ranker")
            .method(
                "rank",
                1,
                PUBLISHER,
                VIRTUAL_THREAD,
                new BatchOptions(maxSize, Duration.ofSeconds(60), 1),
                arguments -> batches.getAndIncrement() == 0 ? rounds : new Rounds());
    return new LocalRig(stage, limit, codec);
  }

  /** A batch of as many calls as it takes gets the lane that {@code before} had. */
  private void nextBatchRuns(LocalRig rig, Rounds before) {
    assertThat(batches).hasValue(1);
    for (int i = 0; i < rig.replica.admission().limit(); i++) {
      TestSubscriber.subscribe(rig, "rank", new TestSubscriber(), "next" + i);
    }
    Together.until("the next batch runs", () -> batches.get() == 2);
    assertThat(before.cancelled).isTrue();
  }

  private Object hold(List<?> items) throws InterruptedException {
    batches.incrementAndGet();
    inside.countDown();
    try {
      Together.await(goOn);
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    return items;
  }

  /** Goes on when it is interrupted. */
  private Object holdStubbornly(List<?> items) {
    batches.incrementAndGet();
    inside.countDown();
    while (goOn.getCount() > 0) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
    }
    return items;
  }

  private static Object done(Object items) {
    return CompletableFuture.completedFuture(items);
  }

  private static FutureCall call(LocalRig rig, String item, long timeoutMillis) {
    CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(timeoutMillis));
    FutureCall call =
        new FutureCall(rig.target("rank"), new Object[] {item}, options, null, rig.time.nanoTime());
    rig.router.submit(call);
    return call;
  }

  /** A publisher moved by hand. */
  private static final class Rounds implements Flow.Publisher<Object>, Flow.Subscription {

    private volatile Flow.Subscriber<? super Object> subscriber;
    private volatile long requested;
    private volatile boolean cancelled;

    @Override
    public void subscribe(Flow.Subscriber<? super Object> given) {
      subscriber = given;
      given.onSubscribe(this);
    }

    void awaitRequest(long count) {
      Together.until("round " + count + " is asked for", () -> requested == count);
    }

    void next(Object round) {
      subscriber.onNext(round);
    }

    void complete() {
      subscriber.onComplete();
    }

    @Override
    public synchronized void request(long count) {
      requested += count;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
