package dev.serval.core.batch;

import static dev.serval.core.batch.BatchRig.WAIT;
import static dev.serval.core.batch.BatchRig.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import dev.serval.core.time.ManualTime;
import dev.serval.core.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class BatcherTest {

  @Test
  void fullBatchRunsAtOnce() throws Exception {
    BatchRig rig = new BatchRig(options(3, WAIT, 1));
    List<RecordedCall> calls = List.of(rig.submit("a"), rig.submit("b"), rig.submit("c"));
    rig.start();

    assertThat(rig.executed).containsExactly(List.of("a", "b", "c"));
    rig.finish();
    assertThat(calls.getFirst().result()).isEqualTo("a");
    assertThat(calls.getLast().result()).isEqualTo("c");
  }

  @Test
  void weightsCountTowardsTheSize() {
    BatchRig rig = new BatchRig(options(10, WAIT, 1));
    rig.submit(4);
    rig.submit(6);
    rig.start();

    assertThat(rig.executed).containsExactly(List.of(4, 6));
  }

  @Test
  void overdueBatchRunsWhenItsFirstItemHasWaited() {
    BatchRig rig = new BatchRig(options(3, WAIT, 1));
    rig.submit("a");
    rig.time.advance(Duration.ofMillis(9));
    rig.submit("b");
    rig.time.advance(Duration.ofNanos(999_999));
    rig.start();
    assertThat(rig.executed).isEmpty();

    rig.time.advance(Duration.ofNanos(1));
    rig.start();
    assertThat(rig.executed).containsExactly(List.of("a", "b"));
  }

  @Test
  void oneTimerServesAWindow() {
    BatchRig rig = new BatchRig(options(100, WAIT, 1));
    for (int i = 0; i < 50; i++) {
      rig.submit("item");
      assertThat(rig.time.pendingTimers()).isEqualTo(1);
    }
  }

  @Test
  void windowThatItsBatchDidNotNeedIsNoneTooShortForTheNext() {
    BatchRig rig = new BatchRig(options(2, WAIT, 1));
    rig.submit("a");
    rig.submit("b");
    rig.start();
    rig.finish();
    rig.time.advance(Duration.ofMillis(5));
    rig.submit("c");
    rig.time.advance(Duration.ofMillis(9));
    rig.start();
    assertThat(rig.executed).containsExactly(List.of("a", "b"));

    rig.time.advance(Duration.ofMillis(1));
    rig.start();
    assertThat(rig.executed).containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void noWaitRunsAtOnceWhileALaneIsFreeAndTogetherWhatQueuedMeanwhile() {
    BatchRig rig = new BatchRig(options(10, Duration.ZERO, 1));
    rig.submit("a");
    rig.start();
    rig.submit("b");
    rig.submit("c");
    rig.start();
    assertThat(rig.executed).containsExactly(List.of("a"));

    rig.finish();
    assertThat(rig.executed).containsExactly(List.of("a"), List.of("b", "c"));
    assertThat(rig.time.pendingTimers()).isZero();
  }

  @Test
  void freedLaneTakesAtOnceWhatIsFull() {
    BatchRig rig = new BatchRig(options(2, WAIT, 1));
    List.of("a", "b", "c", "d", "e").forEach(rig::submit);
    rig.start();
    assertThat(rig.executed).containsExactly(List.of("a", "b"));

    rig.finish();
    assertThat(rig.executed).containsExactly(List.of("a", "b"), List.of("c", "d"));
    assertThat(rig.batcher.queued()).isEqualTo(1);
  }

  @Test
  void freedLaneTakesAtOnceWhatIsOverdue() {
    BatchRig rig = new BatchRig(options(2, WAIT, 1));
    List.of("a", "b", "c").forEach(rig::submit);
    rig.start();
    rig.time.advance(WAIT.multipliedBy(3));
    rig.start();
    assertThat(rig.executed).containsExactly(List.of("a", "b"));

    rig.finish();
    assertThat(rig.executed).containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void freedLaneTakesWhatIsOverdueThoughTheTimerIsLate() {
    LateTimers time = new LateTimers();
    List<Runnable> accepted = new ArrayList<>();
    List<List<Object>> executed = new ArrayList<>();
    Batcher batcher =
        new Batcher(
            "Ranker.rank",
            options(2, WAIT, 1),
            item -> 1,
            items -> {
              executed.add(items);
              return items;
            },
            accepted::add,
            time,
            BatchObserver.NONE);
    List.of("a", "b", "c").forEach(item -> batcher.submit(new RecordedCall(item)));
    time.now = WAIT.toNanos() * 2;
    accepted.removeFirst().run();
    accepted.removeFirst().run();

    assertThat(executed).containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void batchesRunOnAsManyLanesAsAllowed() {
    BatchRig rig = new BatchRig(options(1, WAIT, 2));
    List.of("a", "b", "c").forEach(rig::submit);
    rig.start();

    assertThat(rig.executed).containsExactly(List.of("a"), List.of("b"));
    assertThat(rig.batcher.executing()).isEqualTo(2);
    assertThat(rig.batcher.queued()).isEqualTo(1);

    rig.finish();
    assertThat(rig.executed).hasSize(3);
    rig.finish();
    rig.finish();
    assertThat(rig.batcher.executing()).isZero();
    assertThat(rig.batcher.queued()).isZero();
  }

  @Test
  void itemHeavierThanABatchFailsItsCallerAlone() throws Exception {
    BatchRig rig = new BatchRig(options(10, WAIT, 1));
    rig.submit(4);
    RecordedCall heavy = rig.submit(11);
    rig.submit(6);
    rig.start();

    assertThat(heavy.error())
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("Ranker.rank")
        .hasMessageContaining("weighs 11")
        .hasMessageContaining("10 at most");
    assertThat(rig.executed).containsExactly(List.of(4, 6));
  }

  @Test
  void itemThatDoesNotFitOpensTheNextBatch() {
    BatchRig rig = new BatchRig(options(10, WAIT, 1));
    List.of(6, 7, 3, 2).forEach(rig::submit);
    rig.start();
    rig.finish();

    assertThat(rig.executed).containsExactly(List.of(6), List.of(7, 3));
  }

  @Test
  void cancelledCallLeavesWithoutBeingExecuted() throws Exception {
    BatchRig rig = new BatchRig(options(2, WAIT, 1));
    RecordedCall cancelled = rig.submit("a");
    cancelled.cancel();
    rig.submit("b");
    rig.start();
    assertThat(rig.executed).isEmpty();
    assertThat(rig.batcher.queued()).isEqualTo(1);
    assertThat(cancelled.error()).isInstanceOf(CallCancelledException.class);

    rig.submit("c");
    rig.start();
    assertThat(rig.executed).containsExactly(List.of("b", "c"));
  }

  @Test
  void callPastItsDeadlineLeavesWithoutBeingExecuted() {
    BatchRig rig = new BatchRig(options(3, WAIT, 1));
    RecordedCall late = rig.submit(new RecordedCall("a", Duration.ofMillis(5).toNanos()));
    rig.submit("b");
    rig.time.advance(WAIT);
    rig.start();

    assertThat(rig.executed).containsExactly(List.of("b"));
    assertThat(late.ends()).isEqualTo(1);
  }

  @Test
  void batchThatTurnsOutEmptyIsNotExecuted() {
    BatchRig rig = new BatchRig(options(3, WAIT, 1));
    rig.submit("a").cancel();
    rig.time.advance(WAIT);

    assertThat(rig.waitingForThread()).isZero();
    assertThat(rig.batcher.queued()).isZero();
  }

  @Test
  void callCancelledWhileItsBatchWaitedForAThreadIsNotExecuted() {
    BatchRig rig = new BatchRig(options(5, WAIT, 1));
    RecordedCall cancelled = rig.submit(3);
    rig.submit(2);
    cancelled.cancel();
    rig.start();
    rig.finish();

    assertThat(rig.executed).containsExactly(List.of(2));
    assertThat(cancelled.ends()).isEqualTo(1);
    assertThat(rig.observed).containsExactly("2/5 waited PT0S executed PT0S");
  }

  @Test
  void batchWhoseCallsAllWentWhileItWaitedForAThreadIsNotExecuted() {
    BatchRig rig = new BatchRig(options(1, WAIT, 1));
    rig.submit("a").cancel();
    rig.submit("b");
    rig.start();

    assertThat(rig.executed).containsExactly(List.of("b"));
    rig.finish();
    assertThat(rig.observed).hasSize(1);
    assertThat(rig.batcher.executing()).isZero();
  }

  @Test
  void callsThatWentWhileEveryLaneWasBusyDoNotPileUp() {
    BatchRig rig = new BatchRig(options(1, WAIT, 1));
    rig.submit("long");
    rig.start();
    RecordedCall alive = rig.submit("alive");
    for (int i = 0; i < 10_000; i++) {
      rig.submit("gone").cancel();
    }

    assertThat(rig.batcher.queued()).isLessThan(1_000);
    rig.finish();
    assertThat(rig.executed).containsExactly(List.of("long"), List.of("alive"));
    rig.finish();
    assertThat(alive.ended()).isTrue();
    assertThat(rig.batcher.queued()).isZero();
  }

  @Test
  void throwingWeigherFailsItsCallerOnly() throws Exception {
    RuntimeException broken = new RuntimeException("no tokens");
    BatchRig rig = new BatchRig(options(2, WAIT, 1), items -> items);
    Batcher batcher = weighing(rig, item -> weigh(item, broken));
    RecordedCall first = new RecordedCall("a");
    RecordedCall unlucky = new RecordedCall("throws");
    RecordedCall second = new RecordedCall("b");
    List.of(first, unlucky, second).forEach(batcher::submit);

    assertThat(unlucky.error()).isSameAs(broken);
    assertThat(first.result()).isEqualTo("a");
    assertThat(second.result()).isEqualTo("b");
  }

  @Test
  void weightOfZeroCountsAsOneAndLessIsAnError() throws Exception {
    BatchRig rig = new BatchRig(options(2, WAIT, 1), items -> items);
    Batcher batcher = weighing(rig, item -> item.equals("negative") ? -3 : 0);
    RecordedCall first = new RecordedCall("a");
    RecordedCall negative = new RecordedCall("negative");
    RecordedCall second = new RecordedCall("b");
    List.of(first, negative, second).forEach(batcher::submit);

    assertThat(negative.error()).hasMessageContaining("Ranker.rank").hasMessageContaining("-3");
    assertThat(first.result()).isEqualTo("a");
    assertThat(second.result()).isEqualTo("b");
  }

  @Test
  void observerIsToldSizeAndTimes() {
    BatchRig rig = new BatchRig(options(8, WAIT, 1));
    rig.submit(3);
    rig.time.advance(Duration.ofMillis(4));
    rig.submit(2);
    rig.time.advance(Duration.ofMillis(6));
    rig.start();
    rig.time.advance(Duration.ofMillis(25));
    rig.finish();

    assertThat(rig.observed).containsExactly("5/8 waited PT0.01S executed PT0.025S");
  }

  @Test
  void missingArgumentIsNamed() {
    assertThat(
            catchThrowable(
                () ->
                    new Batcher(
                        "Ranker.rank",
                        options(1, WAIT, 1),
                        item -> 1,
                        null,
                        Runnable::run,
                        new ManualTime(),
                        BatchObserver.NONE)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
  }

  private static int weigh(Object item, RuntimeException broken) {
    if (item.equals("throws")) {
      throw broken;
    }
    return 1;
  }

  private static Batcher weighing(BatchRig rig, ToIntFunction<Object> weigher) {
    return new Batcher(
        "Ranker.rank",
        options(2, WAIT, 1),
        weigher,
        items -> items,
        Runnable::run,
        rig.time,
        BatchObserver.NONE);
  }

  /** Timers that never fire. */
  private static final class LateTimers implements TimeSource {
    long now;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Timer schedule(Runnable task, long delayNanos) {
      return () -> {};
    }
  }
}
