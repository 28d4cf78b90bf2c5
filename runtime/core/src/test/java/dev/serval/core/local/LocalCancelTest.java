package dev.serval.core.local;

import static dev.serval.core.stage.StageMethod.Execution.CPU_POOL;
import static dev.serval.core.stage.StageMethod.Execution.EVENT_LOOP;
import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.COMPLETION_STAGE;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.CallOptions;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.FutureCall;
import dev.serval.core.call.Scope;
import dev.serval.core.call.TestScope;
import dev.serval.core.call.Together;
import dev.serval.core.stage.TestStage;
import io.netty.buffer.ByteBuf;
import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LocalCancelTest {

  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch left = new CountDownLatch(1);
  private final AtomicBoolean interrupted = new AtomicBoolean();

  @Test
  void theThreadIsInterruptedAndTheSlotKeptUntilItsCodeReturns() throws Exception {
    CountDownLatch noticed = new CountDownLatch(1);
    TestStage stage =
        TestStage.named("Ranker")
            .method(
                "rank",
                0,
                VALUE,
                VIRTUAL_THREAD,
                arguments -> {
                  inside.countDown();
                  Together.awaitStubbornly(goOn, noticed);
                  return "late";
                })
            .method("next", 0, VALUE, VIRTUAL_THREAD, arguments -> "next");
    try (LocalRig rig = new LocalRig(stage, 1)) {
      FutureCall call = rig.call("rank");
      Together.await(inside);

      call.cancel(CancelReason.CANCELLED);

      Together.await(noticed);
      assertThat(call.future()).isCompletedExceptionally();
      assertThat(rig.router.outstanding()).as("the caller has moved on").isZero();
      assertThat(rig.replica.admission().ongoing()).isEqualTo(1);
      FutureCall next = rig.call("next");
      assertThat(next.ended()).as("strictly no more than the limit").isFalse();
      assertThat(rig.router.stats().rejections()).as("it asks once and waits").isEqualTo(1);

      goOn.countDown();

      assertThat(next.future().join()).isEqualTo("next");
      rig.untilIdle();
      Together.until("the end of both is observed", () -> rig.ends.get() == 2);
    }
  }

  @Test
  void anInterruptIsNotLeftForTheNextCallOnTheSameThread() throws Exception {
    TestStage stage =
        TestStage.named("Ranker")
            .method(
                "rank",
                0,
                VALUE,
                CPU_POOL,
                arguments -> {
                  inside.countDown();
                  Together.until("interrupted", () -> Thread.currentThread().isInterrupted());
                  return "late";
                })
            .method(
                "next",
                0,
                VALUE,
                CPU_POOL,
                arguments -> "" + Thread.currentThread().isInterrupted());
    try (LocalRig rig = new LocalRig(stage, 2)) {
      FutureCall call = rig.call("rank");
      Together.await(inside);
      call.cancel(CancelReason.CANCELLED);

      assertThat(rig.call("next").future().join()).isEqualTo("false");
      rig.untilIdle();
    }
  }

  @Test
  void aSlotIsKeptWhileInlineCodeRunsToo() throws Exception {
    TestStage stage =
        TestStage.named("Ranker")
            .method(
                "rank",
                0,
                COMPLETION_STAGE,
                EVENT_LOOP,
                arguments -> {
                  inside.countDown();
                  Together.await(goOn);
                  return new CompletableFuture<>();
                });
    try (LocalRig rig = new LocalRig(stage, 1)) {
      TestScope scope = new TestScope();
      Together.run(
          2,
          thread -> {
            if (thread == 0) {
              rig.call(scope, "rank");
            } else {
              Together.await(inside);
              scope.cancel(CancelReason.CANCELLED);
              assertThat(rig.replica.admission().ongoing()).isEqualTo(1);
              goOn.countDown();
            }
          });
      rig.untilIdle();
      assertThat(rig.ends).hasValue(1);
    }
  }

  @Test
  void whatAnAsynchronousMethodReturnedIsCancelled() {
    CompletableFuture<Object> pending = new CompletableFuture<>();
    TestStage stage =
        TestStage.named("Ranker")
            .method("rank", 0, COMPLETION_STAGE, EVENT_LOOP, arguments -> pending);
    try (LocalRig rig = new LocalRig(stage, 1)) {
      FutureCall call = rig.call("rank");

      call.cancel(CancelReason.DEADLINE);

      assertThat(pending).isCancelled();
      rig.untilIdle();
      assertThat(rig.ends).hasValue(1);
    }
  }

  @Test
  void aCancellationThatMeetsTheResultGivesThePlaceBackOnce() {
    FutureCall[] made = new FutureCall[1];
    TextCodec cancelling =
        new TextCodec() {
          @Override
          public void encode(Object value, Type type, ByteBuf out) {
            super.encode(value, type, out);
            made[0].cancel(CancelReason.CANCELLED);
          }
        };
    TestStage stage =
        TestStage.named("Ranker").method("rank", 0, VALUE, EVENT_LOOP, arguments -> "ok");
    try (LocalRig rig = new LocalRig(stage, 1, cancelling)) {
      made[0] = new FutureCall(rig.target("rank"), new Object[0], CallOptions.DEFAULTS, null, 0);

      rig.router.submit(made[0]);

      assertThat(made[0].future()).isCompletedExceptionally();
      assertThat(rig.router.outstanding()).isZero();
      assertThat(rig.replica.admission().ongoing()).isZero();
    }
  }

  @Test
  void aCallThatWaitsForTheCpuPoolNeverRuns() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    TestStage stage =
        TestStage.named("Ranker")
            .method(
                "rank",
                0,
                VALUE,
                CPU_POOL,
                arguments -> {
                  runs.incrementAndGet();
                  inside.countDown();
                  Together.await(goOn);
                  return "ok";
                });
    try (LocalRig rig = new LocalRig(stage, 2)) {
      rig.call("rank");
      Together.await(inside);
      FutureCall waiting = rig.call("rank");

      waiting.cancel(CancelReason.CANCELLED);

      assertThat(rig.replica.admission().ongoing()).isEqualTo(1);
      goOn.countDown();
      rig.untilIdle();
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void cancellingTheRequestCancelsTheCallsMadeOnItsBehalf() throws Exception {
    TestStage inner =
        TestStage.named("Inner")
            .method(
                "work",
                0,
                VALUE,
                VIRTUAL_THREAD,
                arguments -> {
                  inside.countDown();
                  try {
                    Together.await(goOn);
                  } catch (InterruptedException e) {
                    interrupted.set(true);
                    left.countDown();
                  }
                  return "";
                });
    try (LocalRig callee = new LocalRig(inner, 1)) {
      TestStage outer =
          TestStage.named("Outer")
              .method(
                  "rank",
                  0,
                  COMPLETION_STAGE,
                  VIRTUAL_THREAD,
                  arguments -> callee.call(Scope.current(), "work").future());
      try (LocalRig rig = new LocalRig(outer, 1)) {
        TestScope request = new TestScope();
        rig.call(request, "rank");
        Together.await(inside);

        request.cancel(CancelReason.CANCELLED);

        Together.await(left);
        assertThat(interrupted).isTrue();
        rig.untilIdle();
        callee.untilIdle();
      }
    }
  }
}
