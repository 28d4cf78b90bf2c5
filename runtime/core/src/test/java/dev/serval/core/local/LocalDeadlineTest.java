package dev.serval.core.local;

import static dev.serval.core.stage.StageMethod.Execution.CPU_POOL;
import static dev.serval.core.stage.StageMethod.Execution.EVENT_LOOP;
import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.COMPLETION_STAGE;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.CallOptions;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.core.call.FutureCall;
import dev.serval.core.call.Scope;
import dev.serval.core.call.Together;
import dev.serval.core.stage.TestStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replica ends calls whose deadline has passed, although their callers set no timer. */
@Timeout(60)
class LocalDeadlineTest {

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final TestStage stage =
      TestStage.named("Ranker")
          .method("wait", 0, VALUE, VIRTUAL_THREAD, arguments -> waitForNothing())
          .method("compute", 0, VALUE, CPU_POOL, arguments -> waitForNothing())
          .method("later", 0, COMPLETION_STAGE, EVENT_LOOP, arguments -> new CompletableFuture<>())
          .method("now", 0, COMPLETION_STAGE, EVENT_LOOP, arguments -> done())
          .method(
              "left",
              0,
              VALUE,
              VIRTUAL_THREAD,
              arguments -> Scope.current().remaining().orElseThrow().toString());

  @Test
  void theThreadIsInterrupted() throws Exception {
    try (LocalRig rig = new LocalRig(stage, 1)) {
      FutureCall call = call(rig, "wait", 500);
      Together.await(inside);

      rig.time.advance(Duration.ofMillis(499));
      assertThat(interrupted.getCount()).isEqualTo(1);
      rig.time.advance(Duration.ofMillis(11));

      Together.await(interrupted);
      assertThatThrownBy(() -> call.future().join())
          .hasCauseInstanceOf(DeadlineExceededException.class)
          .hasMessageContaining("No result of Shop.wait before the deadline");
      rig.untilIdle();
    }
  }

  @Test
  void aCallThatWaitsForTheCpuPoolIsEndedThere() throws Exception {
    try (LocalRig rig = new LocalRig(stage, 2)) {
      FutureCall running = call(rig, "compute", 60_000);
      Together.await(inside);
      FutureCall waiting = call(rig, "compute", 500);

      rig.time.advance(Duration.ofMillis(510));

      assertThat(waiting.future()).isCompletedExceptionally();
      assertThat(running.ended()).isFalse();
      assertThat(rig.replica.admission().ongoing()).isEqualTo(1);
      rig.time.advance(Duration.ofMinutes(1));
      Together.await(interrupted);
      rig.untilIdle();
    }
  }

  @Test
  void oneTimerServesAllCallsAndTheEarliestDeadlineSetsIt() {
    try (LocalRig rig = new LocalRig(stage, 1_000)) {
      int timersBefore = rig.time.pendingTimers();
      List<FutureCall> late = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        late.add(call(rig, "later", 30_000 - i));
      }
      FutureCall soon = call(rig, "later", 100);
      assertThat(rig.time.pendingTimers()).isEqualTo(timersBefore + 1);

      rig.time.advance(Duration.ofMillis(110));
      assertThat(soon.ended()).isTrue();
      assertThat(late).noneMatch(FutureCall::ended);
      assertThat(rig.time.pendingTimers()).isEqualTo(timersBefore + 1);

      rig.time.advance(Duration.ofSeconds(30));
      assertThat(late).allMatch(FutureCall::ended);
      assertThat(rig.time.pendingTimers()).isEqualTo(timersBefore);
    }
  }

  @Test
  void callsThatEndInTimeLeaveNothingToLookAt() {
    try (LocalRig rig = new LocalRig(stage, 1)) {
      for (int i = 0; i < 100; i++) {
        assertThat(call(rig, "now", 1_000).future().join()).isEqualTo("now");
      }
      assertThat(rig.replica.idle()).isTrue();
      int timers = rig.time.pendingTimers();

      rig.time.advance(Duration.ofMillis(1_010));

      assertThat(rig.time.pendingTimers()).isEqualTo(timers - 1);
    }
  }

  @Test
  void whatIsLeftIsWhatTheApplicationsClockSays() {
    try (LocalRig rig = new LocalRig(stage, 1)) {
      rig.time.advance(Duration.ofDays(3));
      assertThat(call(rig, "left", 20_000).future().join()).isEqualTo("PT20S");
      rig.untilIdle();
    }
  }

  /** A call whose caller leaves its deadline to others. */
  private static FutureCall call(LocalRig rig, String method, long timeoutMillis) {
    CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(timeoutMillis));
    FutureCall call =
        new FutureCall(rig.target(method), new Object[0], options, null, rig.time.nanoTime());
    rig.router.submit(call);
    return call;
  }

  private static Object done() {
    return CompletableFuture.completedFuture("now");
  }

  private Object waitForNothing() throws InterruptedException {
    inside.countDown();
    try {
      Together.await(new CountDownLatch(1));
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    return "";
  }
}
