package dev.serval.core.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.api.error.BackPressureException;
import dev.serval.api.error.DeploymentUnavailableException;
import dev.serval.core.call.CancelReason;
import dev.serval.core.call.RecordedCall;
import dev.serval.core.call.Together;
import dev.serval.core.route.RouterOptions.Policy;
import dev.serval.protocol.wire.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RouterTest {

  @Test
  void callsGoWhereThereIsRoomAndTheRestWaits() {
    RouterRig rig = new RouterRig().with(2, "a", "b");

    for (int i = 0; i < 5; i++) {
      rig.submit();
    }

    assertThat(rig.link("a").running).hasSize(2);
    assertThat(rig.link("b").running).hasSize(2);
    assertThat(rig.router.outstanding()).isEqualTo(4);
    assertThat(rig.router.queued()).isEqualTo(1);
  }

  @Test
  void waitingCallsGoFirstInFirstOut() {
    RouterRig rig = new RouterRig().with(1, "a");
    List<RecordedCall> calls = submit(rig, 4);

    for (int i = 0; i < 4; i++) {
      assertThat(rig.link("a").running).containsExactly(calls.get(i));
      rig.link("a").succeed(calls.get(i));
    }

    assertThat(calls).allSatisfy(call -> assertThat(call.result()).isEqualTo("ok"));
    assertThat(rig.router.outstanding()).isZero();
  }

  @Test
  void waitingCallsMoveAtOnceToAReplicaThatAppears() {
    RouterRig rig = new RouterRig();
    List<RecordedCall> calls = submit(rig, 3);
    assertThat(rig.router.queued()).isEqualTo(3);

    rig.replicas("a");
    assertThat(rig.router.queued()).as("it is known, but not reached yet").isEqualTo(3);
    rig.link("a").up(2);

    assertThat(rig.link("a").running).containsExactly(calls.get(0), calls.get(1));
    assertThat(rig.router.queued()).isEqualTo(1);
  }

  @Test
  void aFullQueueRefusesWithATimeToComeBackAt() {
    RouterRig rig = new RouterRig(Policy.LEAST_LOADED, 2);
    submit(rig, 2);

    RecordedCall refused = rig.submit();

    assertThat(refused.error())
        .isInstanceOfSatisfying(
            BackPressureException.class,
            error -> {
              assertThat(error).hasMessageContaining("Ranker").hasMessageContaining("2 calls");
              assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            });
    assertThat(rig.router.queued()).isEqualTo(2);
    assertThat(rig.router.stats().backPressured()).isEqualTo(1);
  }

  @Test
  void theTimeToComeBackAtIsThatOfTheQueue() {
    RouterRig rig = new RouterRig(Policy.LEAST_LOADED, 40).with(1, "a");
    for (int i = 0; i < 4; i++) {
      rig.link("a").succeed(rig.submit());
    }
    rig.time.advance(Duration.ofSeconds(1));
    submit(rig, 41);

    BackPressureException refused = (BackPressureException) rig.submit().error();

    assertThat(refused.retryAfter())
        .as("40 calls at 2 per second, half of the 4 that ended in the last one")
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void whoStarvesWhenTheLastReplicaGoesSaysSo() {
    RouterRig rig = new RouterRig().with(1, "a");
    AtomicInteger starving = new AtomicInteger();
    rig.router.onStarving(starving::incrementAndGet);
    submit(rig, 2);
    assertThat(starving).as("one waits for a slot of a replica").hasValue(0);

    rig.replicas();

    assertThat(starving).hasValue(1);
  }

  @Test
  void aCallThatIsLostWithTheLastReplicaStarves() {
    RouterRig rig = new RouterRig().with(1, "a");
    AtomicInteger starving = new AtomicInteger();
    rig.router.onStarving(starving::incrementAndGet);
    RecordedCall call = rig.submit();
    rig.link("a").listener.down("connection reset");
    assertThat(starving).as("nothing waits yet").hasValue(0);

    rig.link("a").lose(call, false);

    assertThat(rig.router.queued()).isEqualTo(1);
    assertThat(starving).hasValue(1);
  }

  @Test
  void aReplicaThatGoesWithoutACallThatWaitsStarvesNobody() {
    RouterRig rig = new RouterRig().with(1, "a");
    AtomicInteger starving = new AtomicInteger();
    rig.router.onStarving(starving::incrementAndGet);

    rig.replicas();

    assertThat(starving).hasValue(0);
  }

  @Test
  void aRejectedCallKeepsItsPlaceInTheQueue() {
    RouterRig rig = new RouterRig().with(1, "a");
    rig.link("a").rejecting = true;
    RecordedCall first = rig.submit();
    rig.time.advance(Duration.ofMillis(1));
    RecordedCall second = rig.submit();
    assertThat(rig.router.queued()).isEqualTo(2);

    rig.link("a").listener.granted();

    assertThat(rig.link("a").running).containsExactly(first);
    rig.link("a").listener.granted();
    assertThat(rig.link("a").running).containsExactly(first, second);
  }

  @Test
  void aCallThatIsRejectedAfterOthersCameStillGoesBeforeThem() {
    RouterRig rig = new RouterRig().with(1, "a");
    RecordedCall first = rig.submit();
    rig.time.advance(Duration.ofMillis(1));
    RecordedCall second = rig.submit();

    rig.link("a").running.remove(first);
    rig.link("a").rejecting = true;
    rig.link("a").listener.rejected(first, Load.of(1, 1), false);
    rig.link("a").listener.granted();

    assertThat(rig.link("a").running).containsExactly(first);
    assertThat(second.ended()).isFalse();
  }

  @Test
  void aReplicaThatRejectedIsNotAskedAgainBeforeItIsHeardFrom() {
    RouterRig rig = new RouterRig().with(3, "a");
    rig.link("a").rejecting = true;

    submit(rig, 5);

    assertThat(rig.link("a").received).hasSize(1);
    assertThat(rig.router.queued()).isEqualTo(5);
  }

  @Test
  void aRejectedCallIsOfferedToTheOtherReplicas() {
    RouterRig rig = new RouterRig().with(1, "a", "b", "c");
    rig.link("a").rejecting = true;
    rig.link("b").rejecting = true;

    RecordedCall call = rig.submit();

    assertThat(rig.placeOf(call)).isEqualTo("c");
    assertThat(rig.router.queued()).isZero();
  }

  @Test
  void aGrantThatNobodyNeedsIsDeclinedAndTheReplicaMayBeAskedAgain() {
    RouterRig rig = new RouterRig().with(1, "a");
    rig.link("a").rejecting = true;
    RecordedCall call = rig.submit();
    call.cancel(CancelReason.CANCELLED);

    rig.link("a").listener.granted();
    assertThat(rig.link("a").declined).isEqualTo(1);

    rig.link("a").rejecting = false;
    assertThat(rig.placeOf(rig.submit())).isEqualTo("a");
  }

  @Test
  void aGrantDeclinedWhileARejectionWasOnItsWayDoesNotLeaveTheCallWaiting() {
    RouterRig rig = new RouterRig().with(1, "a");
    TestingLink a = rig.link("a");
    RecordedCall call = rig.submit();
    a.running.remove(call);

    a.listener.granted();
    assertThat(a.declined).isEqualTo(1);
    a.listener.rejected(call, Load.of(1, 1), false);

    assertThat(a.running).containsExactly(call);
  }

  @Test
  void aGrantThatGoesBackWithItsCancelledCallDoesNotLeaveTheOthersWaiting() {
    RouterRig rig = new RouterRig().with(1, "a");
    TestingLink a = rig.link("a");
    a.rejecting = true;
    RecordedCall first = rig.submit();
    rig.time.advance(Duration.ofMillis(1));
    RecordedCall second = rig.submit();
    a.listener.granted();
    a.rejecting = false;

    first.cancel(CancelReason.CANCELLED);

    assertThat(a.running).containsExactly(second);
  }

  @Test
  void aReplicaThatDrainsGetsNothingMore() {
    RouterRig rig = new RouterRig().with(1, "a", "b");
    RecordedCall first = rig.submit();
    String place = rig.placeOf(first);
    rig.link(place).listener.draining();

    List<RecordedCall> more = submit(rig, 2);

    assertThat(rig.link(place).running).containsExactly(first);
    assertThat(rig.router.queued()).isEqualTo(1);
    rig.link(place).succeed(first);
    assertThat(rig.placeOf(more.get(1))).isEqualTo("nowhere");
  }

  @Test
  void aReplicaThatRejectsBecauseItDrainsIsLeftAlone() {
    RouterRig rig = new RouterRig().with(2, "a");
    RecordedCall call = rig.submit();
    rig.link("a").running.remove(call);

    rig.link("a").listener.rejected(call, Load.of(0, 2), true);

    assertThat(rig.router.queued()).isEqualTo(1);
    assertThat(rig.router.availableReplicas()).isZero();
  }

  @Test
  void anUpdateKeepsTheReplicasThatStayAndWhatIsKnownOfThem() {
    RouterRig rig = new RouterRig().with(2, "a", "b");
    submit(rig, 2);
    TestingLink a = rig.link("a");

    rig.replicas("a", "c");

    assertThat(rig.link("a")).isSameAs(a);
    assertThat(a.closed).isFalse();
    assertThat(rig.link("b").closed).isTrue();
    assertThat(rig.router.outstanding()).isEqualTo(1);
    submit(rig, 3);
    assertThat(a.running).hasSize(2);
    assertThat(rig.link("b").running).as("it may end what it runs").hasSize(1);
  }

  @Test
  void aReplicaAtAnotherAddressIsAnotherReplica() {
    RouterRig rig = new RouterRig();
    rig.endpoints(List.of(new ReplicaEndpoint("a", "host-1:1", "", "")));
    TestingLink before = rig.link("a");

    rig.endpoints(List.of(new ReplicaEndpoint("a", "host-2:1", "", "")));

    assertThat(rig.link("a")).isNotSameAs(before);
    assertThat(before.closed).isTrue();
  }

  @Test
  void whatWaitsIsLookedAtAgainWhenTheOptionsChange() {
    RouterRig rig = new RouterRig(Policy.LEAST_LOADED, 1);
    rig.submit();

    rig.router.reconfigure(new RouterOptions(Policy.ROUND_ROBIN, 2, "", ""));

    rig.submit();
    assertThat(rig.router.queued()).isEqualTo(2);
    assertThatThrownBy(() -> new RouterOptions(Policy.ROUND_ROBIN, 0, "", ""))
        .hasMessageContaining("maxQueuedRequests must be -1 (no bound) or at least 1, but is 0");
  }

  @Test
  void closingFailsWhatWaitsAndLetsTheRestEnd() {
    RouterRig rig = new RouterRig().with(1, "a");
    List<RecordedCall> calls = submit(rig, 2);

    rig.router.close();

    assertThat(calls.get(1).error())
        .isInstanceOf(DeploymentUnavailableException.class)
        .hasMessageContaining("Ranker");
    assertThat(rig.link("a").closed).isTrue();
    rig.link("a").succeed(calls.get(0));
    assertThat(calls.get(0).result()).isEqualTo("ok");
    assertThat(rig.time.pendingTimers()).isZero();
  }

  @Test
  void aCallMadeAfterClosingFails() {
    RouterRig rig = new RouterRig().with(1, "a");
    rig.router.close();

    assertThat(rig.submit().error()).isInstanceOf(DeploymentUnavailableException.class);
    assertThat(rig.router.queued()).isZero();
  }

  @Test
  void aCallThatIsRejectedAfterClosingFails() {
    RouterRig rig = new RouterRig().with(1, "a");
    RecordedCall call = rig.submit();
    rig.router.close();

    rig.link("a").listener.rejected(call, Load.of(1, 1), false);

    assertThat(call.error()).isInstanceOf(DeploymentUnavailableException.class);
  }

  @Test
  void aLongQueueIsSentWithoutKeepingTheThreadThatBringsTheReplica() {
    RouterRig rig = new RouterRig();
    List<RecordedCall> calls = submit(rig, 1_000);
    rig.replicas("a");
    rig.link("a").up(2_000);

    Together.until("every call is sent", () -> rig.router.queued() == 0);
    Together.until("the last one too", () -> rig.router.outstanding() == calls.size());
  }

  static List<RecordedCall> submit(RouterRig rig, int count) {
    List<RecordedCall> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(rig.submit());
    }
    return calls;
  }

  @Test
  void whatWaitsWhileTheProcessLeavesFailsSoonIfThereIsNoReplicaLeft() {
    RouterRig rig = new RouterRig().with(1, "a");
    RecordedCall runs = rig.submit();
    RecordedCall waits = rig.submit();
    rig.link("a").listener.draining();
    rig.time.advance(Duration.ofSeconds(10));
    assertThat(rig.router.queued()).as("another may appear").isEqualTo(1);

    rig.router.leave();
    rig.time.advance(Duration.ofMillis(1_500));
    assertThat(rig.router.queued()).isEqualTo(1);
    rig.time.advance(Duration.ofSeconds(1));

    assertThat(waits.error()).isInstanceOf(DeploymentUnavailableException.class);
    rig.link("a").succeed(runs);
    assertThat(runs.result()).isEqualTo("ok");
  }

  @Test
  void whatWaitsWhileTheProcessLeavesIsServedByAReplicaThatHasRoom() {
    RouterRig rig = new RouterRig().with(1, "a");
    RecordedCall runs = rig.submit();
    RecordedCall waits = rig.submit();

    rig.router.leave();
    rig.time.advance(Duration.ofSeconds(10));
    rig.link("a").succeed(runs);
    rig.link("a").succeed(waits);

    assertThat(waits.result()).isEqualTo("ok");
  }
}
