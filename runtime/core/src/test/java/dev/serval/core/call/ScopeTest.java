package dev.serval.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.CallOptions;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.protocol.wire.CallMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

  private final TestScope scope = new TestScope();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void cancellingCascadesToEveryCallUnderWay(int calls) {
    List<RecordedCall> children = begin(calls);

    assertThat(scope.cancel(CancelReason.DEADLINE)).isTrue();

    assertThat(children)
        .allSatisfy(call -> assertThat(call.error()).isInstanceOf(DeadlineExceededException.class));
    assertThat(scope.callsUnderWay()).isZero();
    assertThat(scope.cancellations()).isEqualTo(1);
    assertThat(scope.cancelled()).isTrue();
  }

  @Test
  void theFirstReasonToCancelStays() {
    scope.cancel(CancelReason.DEADLINE);

    assertThat(scope.cancel(CancelReason.CANCELLED)).isFalse();
    assertThat(scope.cancelReason()).isEqualTo(CancelReason.DEADLINE);
    assertThat(scope.cancellations()).isEqualTo(1);
  }

  @Test
  void aCallMadeInACancelledScopeFailsAtOnce() {
    AtomicInteger ends = new AtomicInteger();
    scope.cancel(CancelReason.CANCELLED);
    RecordedCall late = new RecordedCall(CallOptions.DEFAULTS, scope, 0);
    late.onEnd(ends::incrementAndGet);

    assertThat(late.begin()).isFalse();
    assertThat(late.error()).isInstanceOf(CallCancelledException.class);
    assertThat(ends).hasValue(1);
  }

  @Test
  void callsThatEndedAreForgotten() {
    List<RecordedCall> children = begin(3);
    assertThat(scope.callsUnderWay()).isEqualTo(3);

    children.forEach(call -> call.succeed("ok"));
    scope.cancel(CancelReason.CANCELLED);

    assertThat(scope.callsUnderWay()).isZero();
    assertThat(children).allSatisfy(call -> assertThat(call.error()).isNull());
  }

  @Test
  void noCallEscapesACancellationThatMeetsIt() throws Exception {
    for (int round = 0; round < 300; round++) {
      TestScope meeting = new TestScope();
      ConcurrentLinkedQueue<RecordedCall> made = new ConcurrentLinkedQueue<>();

      Together.run(
          3,
          thread -> {
            if (thread == 0) {
              meeting.cancel(CancelReason.CANCELLED);
              return;
            }
            for (int i = 0; i < 10; i++) {
              RecordedCall call = new RecordedCall(CallOptions.DEFAULTS, meeting, 0);
              made.add(call);
              call.begin();
            }
          });

      assertThat(made).hasSize(20).allSatisfy(call -> assertThat(call.outcomes()).isEqualTo(1));
      assertThat(meeting.callsUnderWay()).isZero();
    }
  }

  @Test
  void isCurrentWhileItsCodeRunsAndTheOneBeforeAfterwards() {
    TestScope inner = new TestScope();
    List<Scope> seen = new ArrayList<>();

    Scope.run(
        scope,
        () -> {
          Scope.run(inner, () -> seen.add(Scope.current()));
          seen.add(Scope.current());
          Scope.run(null, () -> seen.add(Scope.current()));
        });

    assertThat(seen).containsExactly(inner, scope, null);
    assertThat(Scope.current()).isNull();
  }

  @Test
  void whatFollowsAFutureRunsInTheScopeOfTheCaller() {
    FutureCall call =
        new FutureCall(RecordedCall.TARGET, new Object[0], CallOptions.DEFAULTS, scope, 0);
    List<Scope> seen = new ArrayList<>();
    call.future().thenRun(() -> seen.add(Scope.current()));

    Scope.run(new TestScope(), () -> call.succeed("ok"));

    assertThat(seen).containsExactly(scope);
  }

  @Test
  void timeLeftIsNeverNegative() {
    assertThat(scope.remaining()).isEmpty();
    assertThat(new TestScope(scope.metadata(), System.nanoTime() - 1_000).remaining())
        .hasValueSatisfying(left -> assertThat(left).isZero());
  }

  @Test
  void aDeadlineIsCarriedOverToTheClockOfItsCalls() {
    Scope onItsOwnClock =
        new Scope(CallMetadata.NONE, 1_500) {
          @Override
          protected long nanoTime() {
            return 1_000;
          }

          @Override
          protected void onCancel(CancelReason reason) {
            // Never.
          }

          @Override
          public String application() {
            return "shop";
          }

          @Override
          public String deployment() {
            return "Ingress";
          }
        };

    assertThat(onItsOwnClock.remaining()).contains(Duration.ofNanos(500));
    assertThat(new RecordedCall(CallOptions.DEFAULTS, onItsOwnClock, 7).deadlineNanos())
        .isEqualTo(507);
  }

  private List<RecordedCall> begin(int calls) {
    List<RecordedCall> children = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      RecordedCall call = new RecordedCall(CallOptions.DEFAULTS, scope, 0);
      assertThat(call.begin()).isTrue();
      children.add(call);
    }
    return children;
  }
}
