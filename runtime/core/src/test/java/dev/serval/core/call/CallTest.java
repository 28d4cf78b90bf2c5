package dev.serval.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.CallOptions;
import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.protocol.wire.CallMetadata;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void theFirstOutcomeCountsAndLaterOnesAreDropped() {
    RecordedCall call = new RecordedCall();

    assertThat(call.succeed("first")).isTrue();
    assertThat(call.succeed("second")).isFalse();
    assertThat(call.fail(new BadRequestException("late"))).isFalse();
    call.cancel(CancelReason.CANCELLED);

    assertThat(call.result()).isEqualTo("first");
    assertThat(call.outcomes()).isEqualTo(1);
  }

  @Test
  void endsExactlyOnceWhenResultErrorAndCancellationMeet() throws Exception {
    for (int round = 0; round < 500; round++) {
      TestScope scope = new TestScope();
      RecordedCall call = new RecordedCall(CallOptions.DEFAULTS, scope, 0);
      AtomicInteger ends = new AtomicInteger();
      AtomicInteger told = new AtomicInteger();
      call.onEnd(ends::incrementAndGet);
      call.begin();
      call.route(
          (ended, reason, error) -> {
            told.incrementAndGet();
            return error;
          });

      Together.run(
          4,
          thread -> {
            switch (thread) {
              case 0 -> call.succeed("done");
              case 1 -> call.fail(new BadRequestException("no"));
              case 2 -> call.cancel(CancelReason.CANCELLED);
              default -> scope.cancel(CancelReason.DEADLINE);
            }
          });

      assertThat(call.outcomes()).isEqualTo(1);
      assertThat(ends).hasValue(1);
      assertThat(told.get()).isLessThanOrEqualTo(1);
      assertThat(scope.callsUnderWay()).isZero();
    }
  }

  @ParameterizedTest(name = "own timeout {0} s, request has {1} s: {2} s")
  @CsvSource({"2,5,2", "5,2,2", "0,5,5", "5,0,5", "0,0,0"})
  void theEarlierOfItsOwnDeadlineAndThatOfItsRequestHolds(long own, long request, long expected) {
    long now = -7 * SECOND;
    Scope scope =
        new TestScope(CallMetadata.NONE, request == 0 ? Scope.NO_DEADLINE : now + request * SECOND);
    CallOptions options =
        own == 0 ? CallOptions.DEFAULTS : CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(own));

    Call call = new RecordedCall(options, scope, now);

    assertThat(call.deadlineNanos())
        .isEqualTo(expected == 0 ? Scope.NO_DEADLINE : now + expected * SECOND);
    assertThat(call.remainingMillis(now)).isEqualTo((int) expected * 1000);
    assertThat(call.expired(now + expected * SECOND - 1)).isFalse();
    assertThat(call.expired(now + 5 * SECOND)).isEqualTo(expected != 0);
  }

  @Test
  void hasAMillisecondLeftUntilItHasNone() {
    CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofNanos(10));

    Call call = new RecordedCall(options, null, 0);

    assertThat(call.remainingMillis(5)).isEqualTo(1);
    assertThat(call.remainingMillis(50)).isEqualTo(1);
  }

  @Test
  void carriesTheRequestsMetadataOn() {
    CallMetadata request = new CallMetadata("r-1", "00-trace", "state", "", "user-7");

    Call call = new RecordedCall(CallOptions.DEFAULTS, new TestScope(request, 0), 0);

    assertThat(call.metadata()).isSameAs(request);
    assertThat(call.sessionId()).isEqualTo("user-7");
  }

  @Test
  void itsOwnSessionReplacesThatOfTheRequestAndTheModelIsNotInherited() {
    CallMetadata request = new CallMetadata("r-1", "00-trace", "state", "llama", "user-7");
    CallOptions options = CallOptions.DEFAULTS.withSessionId("cart-1");

    assertThat(new RecordedCall(options, new TestScope(request, 0), 0).metadata())
        .isEqualTo(new CallMetadata("r-1", "00-trace", "state", "", "cart-1"));
    assertThat(
            new RecordedCall(
                    CallOptions.DEFAULTS.withMultiplexedModelId("mistral"),
                    new TestScope(request, 0),
                    0)
                .metadata())
        .isEqualTo(new CallMetadata("r-1", "00-trace", "state", "mistral", "user-7"));
  }

  @Test
  void mayBeRepeatedIfTheCallerSaysSo() {
    assertThat(new RecordedCall().mayRepeat()).isFalse();
    assertThat(new RecordedCall(CallOptions.DEFAULTS.asIdempotent(), null, 0).mayRepeat()).isTrue();
  }

  @Test
  void cancellationNamesTheMethodAndTheReason() {
    RecordedCall gone = new RecordedCall();
    RecordedCall late = new RecordedCall();
    RecordedCall closed = new RecordedCall();

    gone.cancel(CancelReason.CANCELLED);
    late.cancel(CancelReason.DEADLINE);
    closed.cancel(CancelReason.SHUTDOWN);

    assertThat(gone.error())
        .isInstanceOf(CallCancelledException.class)
        .hasMessage("Ranker.rank was cancelled");
    assertThat(late.error())
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessage("No result of Ranker.rank before the deadline");
    assertThat(closed.error())
        .isInstanceOf(DeploymentUnavailableException.class)
        .hasMessage("Ranker.rank: this process is shutting down");
  }

  @Test
  void whoeverHoldsTheCallMayTellMoreThanThatItWasCancelled() {
    RecordedCall call = new RecordedCall();
    call.route((ended, reason, error) -> new BadRequestException("told by the holder"));

    call.cancel(CancelReason.DEADLINE);

    assertThat(call.error()).hasMessage("told by the holder");
  }

  @Test
  void aCallThatWasCancelledBeforeItBeganLeavesNothingInItsScope() {
    TestScope scope = new TestScope();
    RecordedCall call = new RecordedCall(CallOptions.DEFAULTS, scope, 0);
    call.cancel(CancelReason.CANCELLED);

    assertThat(call.begin()).isFalse();
    assertThat(scope.callsUnderWay()).isZero();
    assertThat(call.outcomes()).isEqualTo(1);
  }

  @Test
  void whatIsToRunAtTheEndRunsEvenIfTheEndCameFirst() {
    AtomicInteger ends = new AtomicInteger();
    RecordedCall call = new RecordedCall();
    call.cancel(CancelReason.CANCELLED);

    call.onEnd(ends::incrementAndGet);

    assertThat(ends).hasValue(1);
  }
}
