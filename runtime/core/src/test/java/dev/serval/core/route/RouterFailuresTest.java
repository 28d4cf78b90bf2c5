package dev.serval.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.CallOptions;
import dev.serval.api.error.CallCancelledException;
import dev.serval.api.error.DeadlineExceededException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.RecordedCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RouterFailuresTest {

  private static final CallOptions IDEMPOTENT = CallOptions.DEFAULTS.asIdempotent();
  private static final CallOptions FIVE_SECONDS =
      CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(5));

  // ---- Lost connections

  @Test
  void aCallLostBeforeItWasAcceptedIsAlwaysOfferedAgain() {
    RouterRig rig = new RouterRig().with(1, "a", "b");
    RecordedCall call = rig.submit();
    String place = rig.placeOf(call);
    rig.link(place).listener.down("connection reset");

    rig.link(place).lose(call, false);

    assertThat(rig.placeOf(call)).isNotEqualTo(place).isNotEqualTo("nowhere");
    assertThat(rig.router.stats().retries()).isEqualTo(1);
  }

  @Test
  void aCallLostAfterItWasAcceptedFailsAndNamesTheReplica() {
    RouterRig rig = new RouterRig().with(1, "a");
    RecordedCall call = rig.submit();
    rig.link("a").accept(call);

    rig.link("a").lose(call, true);

    assertThat(call.error())
        .isInstanceOf(DeploymentUnavailableException.class)
        .hasMessageContaining("Ranker.rank")
        .hasMessageContaining("replica a")
        .hasMessageContaining("connection reset");
    assertThat(rig.router.outstanding()).isZero();
  }

  @Test
  void anIdempotentCallLostAfterItWasAcceptedIsOfferedAgain() {
    RouterRig rig = new RouterRig().with(1, "a");
    RecordedCall call = rig.submit(IDEMPOTENT);

    rig.link("a").lose(call, true);

    assertThat(rig.placeOf(call)).isEqualTo("a");
    assertThat(call.ended()).isFalse();
  }

  @Test
  void retriesOfAcceptedCallsStayWithinAFifthOfTheCalls() {
    RouterRig rig = new RouterRig().with(1, "a");
    RecordedCall call = rig.submit(IDEMPOTENT);
    int retried = 0;
    while (!call.ended()) {
      rig.link("a").lose(call, true);
      retried++;
    }
    assertThat(retried - 1).as("what is saved up").isEqualTo(10);

    for (int i = 0; i < 4; i++) {
      rig.link("a").succeed(rig.submit());
    }
    RecordedCall fifth = rig.submit(IDEMPOTENT);
    rig.link("a").lose(fifth, true);
    assertThat(fifth.ended()).as("five calls have earned one retry").isFalse();
    rig.link("a").lose(fifth, true);
    assertThat(fifth.ended()).isTrue();
  }

  @Test
  void aCallThatWasCancelledWhenItIsLostIsNotOfferedAgain() {
    RouterRig rig = new RouterRig();
    rig.with(1, "a");
    RecordedCall call = rig.submit();
    call.route(null);
    call.cancel(CancelReason.CANCELLED);

    rig.link("a").lose(call, false);

    assertThat(rig.router.queued()).isZero();
    assertThat(rig.router.outstanding()).isZero();
  }

  // ---- Cancellation and deadlines

  @Test
  void aCallCancelledInTheQueueLeavesIt() {
    RouterRig rig = new RouterRig();
    RecordedCall first = rig.submit();
    RecordedCall second = rig.submit();

    first.cancel(CancelReason.CANCELLED);

    assertThat(first.error()).isInstanceOf(CallCancelledException.class);
    assertThat(rig.router.queued()).isEqualTo(1);
    rig.with(2, "a");
    assertThat(rig.link("a").running).containsExactly(second);
  }

  @Test
  void aCallCancelledInFlightMakesRoomForTheNext() {
    RouterRig rig = new RouterRig().with(1, "a");
    RecordedCall first = rig.submit();
    RecordedCall second = rig.submit();

    first.cancel(CancelReason.CANCELLED);

    assertThat(rig.link("a").running).containsExactly(second);
    assertThat(rig.router.outstanding()).isEqualTo(1);
  }

  @Test
  void aDeadlineInTheQueueOfADeploymentWithoutReplicaNamesTheDeployment() {
    RouterRig rig = new RouterRig();
    RecordedCall call = rig.submit(FIVE_SECONDS);

    rig.time.advance(Duration.ofSeconds(5).minusNanos(1));
    assertThat(call.ended()).isFalse();
    rig.time.advance(Duration.ofNanos(1));

    assertThat(call.error())
        .isInstanceOf(DeploymentUnavailableException.class)
        .hasMessage("Ranker has no replica that can be reached");
    assertThat(rig.router.queued()).isZero();
  }

  @Test
  void aDeadlineInTheQueueOfABusyDeploymentIsADeadline() {
    RouterRig rig = new RouterRig().with(1, "a");
    rig.submit();
    RecordedCall call = rig.submit(FIVE_SECONDS);

    rig.time.advance(Duration.ofSeconds(5));

    assertThat(call.error())
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("Ranker.rank");
  }

  @Test
  void aCallThatEndedInTimeLeavesNoTimerBehind() {
    RouterRig rig = new RouterRig().with(1, "a");
    int before = rig.time.pendingTimers();

    rig.link("a").succeed(rig.submit(FIVE_SECONDS));

    assertThat(rig.time.pendingTimers()).isEqualTo(before);
  }

  // ---- Slow start

  @Test
  void theFirstReplicasStartAtOnce() {
    RouterRig rig = new RouterRig().with(8, "a");

    RouterTest.submit(rig, 8);

    assertThat(rig.link("a").running).hasSize(8);
  }

  @Test
  void aReplicaThatJoinsEarnsItsCallsOneByOne() {
    RouterRig rig = new RouterRig().with(2, "a");
    rig.replicas("a", "new");
    TestingLink joined = rig.link("new").up(4);
    RouterTest.submit(rig, 10);
    assertThat(joined.running).hasSize(1);

    for (int expected = 2; expected <= 4; expected++) {
      joined.succeed((RecordedCall) joined.running.getFirst());
      assertThat(joined.running).hasSize(expected);
    }
    joined.succeed((RecordedCall) joined.running.getFirst());
    assertThat(joined.running).as("its limit").hasSize(4);
  }
}
