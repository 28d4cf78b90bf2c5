package dev.serval.core.local;

import static dev.serval.core.stage.StageMethod.Execution.CPU_POOL;
import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.COMPLETION_STAGE;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.CallOptions;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.FutureCall;
import dev.serval.core.call.Together;
import dev.serval.core.stage.TestStage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
      Together.until("the end of both is observed", () -> rig.ends.get() == 2);
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
    Together.awaitStubbornly(goOn, interrupted);
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
}
