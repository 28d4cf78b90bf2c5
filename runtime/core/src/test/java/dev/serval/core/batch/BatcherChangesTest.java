package dev.serval.core.batch;

import static dev.serval.core.batch.BatchRig.WAIT;
import static dev.serval.core.batch.BatchRig.options;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.error.BadRequestException;
import dev.serval.core.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A batcher that is reconfigured, closed, refused or called back while it is at work. */
class BatcherChangesTest {

  @Test
  void optionsChangedAtRunTimeApplyToTheNextBatch() {
    BatchRig rig = new BatchRig(options(10, WAIT, 1));
    List.of("a", "b", "c").forEach(rig::submit);
    rig.batcher.reconfigure(options(2, WAIT, 2));
    rig.start();
    assertThat(rig.executed).containsExactly(List.of("a", "b"));

    rig.submit("d");
    rig.start();
    assertThat(rig.executed).containsExactly(List.of("a", "b"), List.of("c", "d"));
  }

  @Test
  void shorterWaitAppliesToCallsThatWait() {
    BatchRig rig = new BatchRig(options(10, Duration.ofSeconds(60), 1));
    rig.submit("a");
    rig.batcher.reconfigure(options(10, WAIT, 1));
    assertThat(rig.time.pendingTimers()).isEqualTo(1);
    rig.time.advance(WAIT);
    rig.start();

    assertThat(rig.executed).containsExactly(List.of("a"));
  }

  @Test
  void optionsThatChangeDuringADecisionApplyToIt() {
    BatchRig rig = new BatchRig(options(10, Duration.ofSeconds(60), 1));
    rig.submit(new MeddlingCall(() -> rig.batcher.reconfigure(options(10, WAIT, 1))));
    rig.time.advance(Duration.ofSeconds(1));
    rig.submit("b");
    rig.time.advance(Duration.ofSeconds(59));
    rig.start();

    assertThat(rig.executed).containsExactly(List.of("b"));
  }

  @Test
  void closingDuringADecisionFailsWhatItLeftWaiting() throws Exception {
    BatchRig rig = new BatchRig(options(10, Duration.ofSeconds(60), 1));
    Exception reason = new Exception("closed");
    rig.submit(new MeddlingCall(() -> rig.batcher.close(reason)));
    rig.time.advance(Duration.ofSeconds(1));
    RecordedCall waiting = rig.submit("b");
    rig.time.advance(Duration.ofSeconds(59));

    assertThat(waiting.error()).isSameAs(reason);
    assertThat(rig.time.pendingTimers()).isZero();
  }

  @Test
  void callSubmittedDuringADecisionIsNotForgotten() throws Exception {
    BatchRig rig = new BatchRig(options(10, WAIT, 1), items -> items);
    RecordedCall late = new RecordedCall("late");
    rig.submit(new MeddlingCall(() -> rig.submit(late)));
    rig.time.advance(WAIT);
    rig.time.advance(WAIT);
    rig.start();

    assertThat(late.result()).isEqualTo("late");
  }

  @Test
  void fewerLanesApplyOnceTheRunningBatchesEnded() {
    BatchRig rig = new BatchRig(options(1, WAIT, 2));
    List.of("a", "b", "c", "d").forEach(rig::submit);
    rig.start();
    rig.batcher.reconfigure(options(1, WAIT, 1));
    rig.finish();
    assertThat(rig.executed).hasSize(2);

    rig.finish();
    assertThat(rig.executed).hasSize(3);
  }

  @Test
  void callThatWaitsAndIsHeavierThanTheNewLimitFails() throws Exception {
    BatchRig rig = new BatchRig(options(10, WAIT, 1));
    RecordedCall heavy = rig.submit(7);
    rig.submit(2);
    rig.batcher.reconfigure(options(5, WAIT, 1));
    rig.time.advance(WAIT);
    rig.start();

    assertThat(heavy.error()).isInstanceOf(BadRequestException.class).hasMessageContaining("7");
    assertThat(rig.executed).containsExactly(List.of(2));
  }

  @Test
  void closingFailsWhatWaitsAndFinishesWhatRuns() throws Exception {
    BatchRig rig = new BatchRig(options(2, WAIT, 1));
    RecordedCall running = rig.submit("a");
    rig.submit("b");
    rig.start();
    RecordedCall waiting = rig.submit("c");
    IllegalStateException reason = new IllegalStateException("draining");
    rig.batcher.close(reason);

    assertThat(waiting.error()).isSameAs(reason);
    assertThat(rig.submit("d").error()).isSameAs(reason);
    assertThat(running.ended()).isFalse();
    rig.finish();
    assertThat(running.result()).isEqualTo("a");
    assertThat(rig.batcher.queued()).isZero();
    assertThat(rig.batcher.executing()).isZero();
  }

  @Test
  void closingTakesTheTimerAwayAndKeepsTheFirstReason() throws Exception {
    BatchRig rig = new BatchRig(options(2, WAIT, 1));
    rig.submit("a");
    Exception first = new Exception("first");
    rig.batcher.close(first);
    rig.batcher.close(new Exception("second"));

    assertThat(rig.time.pendingTimers()).isZero();
    assertThat(rig.submit("b").error()).isSameAs(first);
  }

  @Test
  void executorThatRefusesFailsTheBatchAndFreesTheLane() throws Exception {
    RejectedExecutionException full = new RejectedExecutionException("full");
    BatchRig rig =
        new BatchRig(
            options(1, WAIT, 1),
            items -> items,
            task -> {
              throw full;
            });

    assertThat(rig.submit("a").error()).isSameAs(full);
    assertThat(rig.submit("b").error()).isSameAs(full);
    assertThat(rig.batcher.executing()).isZero();
    assertThat(rig.observed).isEmpty();
  }

  @Test
  void timerThatCannotBeSetFailsWhatWaits() throws Exception {
    RejectedExecutionException shutDown = new RejectedExecutionException("shut down");
    TimeSource noTimers =
        new TimeSource() {
          @Override
          public long nanoTime() {
            return 0;
          }

          @Override
          public Timer schedule(Runnable task, long delayNanos) {
            throw shutDown;
          }
        };
    Batcher batcher =
        new Batcher(
            "Ranker.rank",
            options(2, WAIT, 1),
            item -> 1,
            items -> items,
            Runnable::run,
            noTimers,
            BatchObserver.NONE);
    RecordedCall first = new RecordedCall("a");
    RecordedCall second = new RecordedCall("b");
    batcher.submit(first);
    batcher.submit(second);

    assertThat(first.error()).isSameAs(shutDown);
    assertThat(second.error()).isSameAs(shutDown);
    assertThat(batcher.queued()).isZero();
  }

  @Test
  void callMaySubmitAnotherWhenItEnds() throws Exception {
    BatchRig rig = new BatchRig(options(1, WAIT, 1), items -> items);
    RecordedCall second = new RecordedCall("second");
    rig.submit(
        new RecordedCall("first") {
          @Override
          public void complete(Object result) {
            rig.submit(second);
          }
        });
    rig.start();

    assertThat(second.result()).isEqualTo("second");
  }

  @Test
  void callThatCannotTellWhetherItIsLiveIsExecuted() throws Exception {
    BatchRig rig = new BatchRig(options(2, WAIT, 1), items -> items);
    RecordedCall odd =
        rig.submit(
            new RecordedCall("odd") {
              @Override
              public boolean live(long nowNanos) {
                throw new IllegalStateException("broken");
              }
            });
    RecordedCall other = rig.submit("other");
    rig.start();

    assertThat(odd.result()).isEqualTo("odd");
    assertThat(other.result()).isEqualTo("other");
  }

  /** A call that is not live, and does something else when asked. */
  private static final class MeddlingCall extends RecordedCall {

    private final Runnable meddling;

    MeddlingCall(Runnable meddling) {
      super("meddling");
      this.meddling = meddling;
    }

    @Override
    public boolean live(long nowNanos) {
      meddling.run();
      return false;
    }
  }
}
