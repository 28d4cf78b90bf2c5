package dev.serval.core.local;

import static dev.serval.core.stage.StageMethod.Execution.CPU_POOL;
import static dev.serval.core.stage.StageMethod.Execution.EVENT_LOOP;
import static dev.serval.core.stage.StageMethod.Execution.VIRTUAL_THREAD;
import static dev.serval.core.stage.StageMethod.ResultShape.VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.CallOptions;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.FutureCall;
import dev.serval.core.call.Together;
import dev.serval.core.route.Router;
import dev.serval.core.stage.TestStage;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LocalStressTest {

  /** Two callers share the replica, and cancellations meet results on their way. */
  @Test
  void eachCallEndsOnceAndNoMoreRunThanTheLimitWhateverMeets() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    TestStage stage = TestStage.named("Ranker");
    TestStage.Body body =
        arguments -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          Thread.yield();
          running.decrementAndGet();
          return "ok";
        };
    stage.method("virtual", 0, VALUE, VIRTUAL_THREAD, body);
    stage.method("inline", 0, VALUE, EVENT_LOOP, body);
    stage.method("cpu", 0, VALUE, CPU_POOL, body);
    ConcurrentLinkedQueue<FutureCall> calls = new ConcurrentLinkedQueue<>();
    try (LocalRig rig = new LocalRig(stage, 3)) {
      List<Router> routers = List.of(rig.router, rig.router(null));
      String[] methods = {"virtual", "inline", "cpu"};
      try (ExecutorService cancels = Executors.newSingleThreadExecutor()) {
        Together.run(
            8,
            thread -> {
              ThreadLocalRandom random = ThreadLocalRandom.current();
              for (int i = 0; i < 1_500; i++) {
                FutureCall call =
                    new FutureCall(
                        rig.target(methods[random.nextInt(3)]),
                        new Object[0],
                        CallOptions.DEFAULTS,
                        null,
                        System.nanoTime());
                calls.add(call);
                if (random.nextInt(3) == 0) {
                  cancels.execute(() -> call.cancel(CancelReason.CANCELLED));
                }
                routers.get(thread % 2).submit(call);
              }
            });
      }

      Together.until("every call ends", () -> calls.stream().allMatch(call -> call.ended()));
      rig.untilIdle();
      Together.until("the other caller is idle", () -> routers.get(1).outstanding() == 0);
      assertThat(routers.get(1).queued()).isZero();
      assertThat(most.get()).isBetween(1, 3);
    }
  }
}
