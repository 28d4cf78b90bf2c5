package dev.serval.core.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.error.ServeException;
import dev.serval.core.admit.Admission;
import dev.serval.core.admit.Seat;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.Scope;
import dev.serval.core.call.Together;
import dev.serval.core.stage.StageMethod.Execution;
import dev.serval.core.stage.StageMethod.ResultShape;
import dev.serval.core.time.ManualTime;
import dev.serval.protocol.wire.CallMetadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningCallsTest {

  private final ManualTime time = new ManualTime();
  private final Seat seat = new Seat(new AtomicInteger(), () -> {});
  private final StageExecutors executors = new StageExecutors(1);
  private final TestStage stage =
      TestStage.named("Ranker")
          .method("rank", 0, ResultShape.VALUE, Execution.VIRTUAL_THREAD, arguments -> "ok");
  private final StageReplica replica =
      new StageReplica(
          "Shop",
          "Shop-0",
          stage.descriptor(),
          stage.invoker(),
          new Object(),
          new Admission(Integer.MAX_VALUE, time),
          Map.of(),
          executors,
          time,
          ReplicaObserver.NONE,
          false);
  private final RunningCalls running = replica.running();

  @AfterEach
  void close() {
    executors.close();
  }

  @Test
  void keepsAsManyCallsAsThereAreAndForgetsThoseThatLeave() {
    List<IgnoredCall> calls = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      calls.add(admitted());
      assertThat(running.add(calls.getLast())).isTrue();
    }
    assertThat(visited()).containsExactlyInAnyOrderElementsOf(calls);

    calls.subList(1, calls.size()).forEach(call -> call.complete("done"));
    assertThat(visited()).containsExactly(calls.getFirst());
    calls.getFirst().complete("done");

    assertThat(running.isEmpty()).isTrue();
    assertThat(replica.idle()).isTrue();
  }

  @Test
  void aCallThatIsCancelledWhileItIsAddedIsNotKept() throws Exception {
    for (int round = 0; round < 500; round++) {
      IgnoredCall call = admitted();
      Together.run(
          2,
          thread -> {
            if (thread == 0) {
              running.add(call);
            } else {
              call.stop(CancelReason.CANCELLED);
            }
          });
      assertThat(running.isEmpty()).isTrue();
    }
  }

  @Test
  void noCallEscapesACloseThatMeetsIt() throws Exception {
    for (int round = 0; round < 500; round++) {
      RunningCalls closing = new RunningCalls();
      IgnoredCall call = admitted();
      Together.run(
          2,
          thread -> {
            if (thread == 1) {
              closing.close();
            } else if (!closing.add(call)) {
              call.shutDown();
            }
          });
      assertThat(call.cancelled()).isTrue();
      assertThat(call.ended()).isTrue();
    }
  }

  private IgnoredCall admitted() {
    assertThat(replica.admission().tryAdmit(seat, false)).isTrue();
    return new IgnoredCall();
  }

  private Set<IncomingCall> visited() {
    Set<IncomingCall> calls = new HashSet<>();
    running.forEach(call -> assertThat(calls.add(call)).as("visited once").isTrue());
    return calls;
  }

  /** A call whose caller does not care. */
  private final class IgnoredCall extends IncomingCall {

    IgnoredCall() {
      super(replica, stage.descriptor().method("rank"), seat, CallMetadata.NONE, Scope.NO_DEADLINE);
    }

    @Override
    public String application() {
      return "shop";
    }

    @Override
    protected Object[] readArguments() {
      return new Object[0];
    }

    @Override
    protected void sendResult(Object result) {}

    @Override
    protected void sendElement(Object element) {}

    @Override
    protected void sendEnd() {}

    @Override
    protected void sendError(ServeException error, boolean stageFailed) {}

    @Override
    protected void discarded() {}
  }
}
