package dev.serval.core.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serval.core.time.ManualTime;
import dev.serval.protocol.wire.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final Duration HOLD = Duration.ofMillis(Admission.HOLD_MILLIS);

  private final ManualTime time = new ManualTime();
  private final Admission admission = new Admission(2, time);
  private final List<String> grants = new ArrayList<>();
  private final Seat a = seat("a");
  private final Seat b = seat("b");
  private final Seat c = seat("c");

  @Test
  void admitsUpToItsLimit() {
    assertThat(admission.tryAdmit(a, false)).isTrue();
    assertThat(admission.tryAdmit(b, false)).isTrue();
    assertThat(admission.tryAdmit(c, false)).isFalse();

    assertThat(admission.ongoing()).isEqualTo(2);
  }

  @Test
  void needsALimitOfAtLeastOne() {
    assertThatThrownBy(() -> admission.limit(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxOngoingRequests")
        .hasMessageContaining("at least 1");
  }

  @Test
  void aSlotThatBecomesFreeIsHeldForTheOneThatWaits() {
    full();
    admission.tryAdmit(b, false);

    admission.release(a);

    assertThat(grants).containsExactly("b");
    assertThat(admission.tryAdmit(c, false)).as("the slot is held").isFalse();
    assertThat(admission.tryAdmit(b, true)).isTrue();
    assertThat(admission.ongoing()).isEqualTo(2);
  }

  @Test
  void callersTakeTurns() {
    full();
    admission.tryAdmit(b, false);
    admission.tryAdmit(c, false);

    for (int i = 0; i < 6; i++) {
      admission.release(a);
      Seat turn = grants.getLast().equals("b") ? b : c;
      admission.tryAdmit(turn, true);
      admission.release(turn);
      admission.tryAdmit(turn.equals(b) ? c : b, true);
      a.callerOngoing.incrementAndGet();
    }

    assertThat(grants.stream().filter("b"::equals).count())
        .isCloseTo(grants.stream().filter("c"::equals).count(), within(1L));
    assertThat(grants).doesNotContainSequence("b", "b", "b").doesNotContainSequence("c", "c", "c");
  }

  @Test
  void aCallerThatWaitsIsGrantedOneSlotAtATimeUntilItDeclines() {
    full();
    admission.tryAdmit(b, false);
    admission.release(a);
    admission.release(a);
    assertThat(grants).containsExactly("b");

    admission.tryAdmit(b, true);
    assertThat(grants).as("it still waits, and the second slot is free").containsExactly("b", "b");

    admission.decline(b);
    admission.release(b);
    assertThat(grants).hasSize(2);
    assertThat(admission.ongoing()).isZero();
  }

  @Test
  void aDeclinedSlotGoesToTheNext() {
    full();
    admission.tryAdmit(b, false);
    admission.tryAdmit(c, false);
    admission.release(a);

    admission.decline(b);

    assertThat(grants).containsExactly("b", "c");
  }

  @Test
  void aCallOnItsWayWhenItsCallerIsGrantedASlotUsesThatSlot() {
    full();
    admission.tryAdmit(b, false);
    admission.release(a);

    assertThat(admission.tryAdmit(b, false)).as("the slot is held for this caller").isTrue();

    assertThat(admission.ongoing()).isEqualTo(2);
    assertThat(admission.tryAdmit(b, true)).as("the grant is used up").isFalse();
  }

  @Test
  void aRejectionThatCrossesADeclineIsStillGranted() {
    full();
    admission.tryAdmit(b, false);
    admission.release(a);
    admission.tryAdmit(b, false);

    assertThat(admission.tryAdmit(b, false)).as("one more call of b").isFalse();
    admission.decline(b);
    assertThat(grants).containsExactly("b");
    admission.release(a);

    assertThat(grants).containsExactly("b", "b");
  }

  @Test
  void aSlotThatIsNotTakenUpInTimeGoesToTheNext() {
    full();
    admission.tryAdmit(b, false);
    admission.tryAdmit(c, false);
    admission.release(a);

    time.advance(HOLD.minusNanos(1));
    assertThat(grants).containsExactly("b");
    time.advance(Duration.ofNanos(1));

    assertThat(grants).containsExactly("b", "c");
    assertThat(admission.tryAdmit(b, true)).as("the slot is no longer its own").isFalse();
    assertThat(admission.tryAdmit(c, true)).isTrue();
  }

  @Test
  void eachHoldEndsAtItsOwnTime() {
    Seat d = seat("d");
    full();
    admission.tryAdmit(b, false);
    admission.tryAdmit(c, false);
    admission.tryAdmit(d, false);
    admission.release(a);
    time.advance(HOLD.dividedBy(2));
    admission.release(a);
    assertThat(grants).containsExactly("b", "c");

    time.advance(HOLD.dividedBy(2));
    assertThat(grants).containsExactly("b", "c", "d");
    time.advance(HOLD.dividedBy(2).minusNanos(1));
    assertThat(grants).hasSize(3);
    time.advance(Duration.ofNanos(1));
    assertThat(grants).containsExactly("b", "c", "d", "b");
  }

  @Test
  void aGrantTakenUpLateIsAnOrdinaryCall() {
    full();
    admission.tryAdmit(b, false);
    admission.release(a);
    admission.leave(b);
    assertThat(admission.tryAdmit(b, true)).as("the slot is free").isTrue();
    assertThat(admission.tryAdmit(b, true)).isFalse();
    assertThat(admission.ongoing()).isEqualTo(2);
  }

  @Test
  void whoLeavesWithAGrantGivesItToTheNext() {
    full();
    admission.tryAdmit(b, false);
    admission.tryAdmit(c, false);
    admission.release(a);

    admission.leave(b);

    assertThat(grants).containsExactly("b", "c");
    admission.leave(c);
    assertThat(admission.ongoing()).isEqualTo(1);
    assertThat(admission.tryAdmit(a, false)).isTrue();
    assertThat(admission.tryAdmit(a, false)).isFalse();
  }

  @Test
  void aHigherLimitIsGrantedAtOnce() {
    full();
    admission.tryAdmit(b, false);
    admission.tryAdmit(c, false);

    admission.limit(4);

    assertThat(grants).containsExactly("b", "c");
  }

  @Test
  void aLowerLimitHoldsAsSoonAsCallsHaveEnded() {
    full();
    admission.limit(1);
    admission.tryAdmit(b, false);

    admission.release(a);
    assertThat(grants).isEmpty();
    admission.release(a);
    assertThat(grants).containsExactly("b");
    assertThat(admission.tryAdmit(c, false)).isFalse();
  }

  @Test
  void whileDrainingNothingIsAdmittedAndNothingGranted() {
    full();
    admission.tryAdmit(b, false);
    admission.release(a);

    admission.drain();

    assertThat(admission.tryAdmit(c, false)).isFalse();
    assertThat(admission.tryAdmit(b, true)).as("not even what was granted").isFalse();
    admission.release(a);
    assertThat(grants).containsExactly("b");
    assertThat(admission.ongoing()).isZero();
  }

  @Test
  void aCallerIsNotToldItsOwnCallsAsLoadOfOthers() {
    AtomicInteger shared = new AtomicInteger();
    Seat first = new Seat(shared, () -> {});
    Seat second = new Seat(shared, () -> {});
    admission.tryAdmit(first, false);
    admission.tryAdmit(a, false);

    assertThat(admission.loadFor(second)).isEqualTo(Load.of(1, 2));
    assertThat(admission.loadFor(a)).isEqualTo(Load.of(1, 2));
    assertThat(admission.loadFor(b)).isEqualTo(Load.of(2, 2));
  }

  @Test
  void leavesNoTimerBehindOnceNothingIsHeld() {
    full();
    admission.tryAdmit(b, false);
    admission.release(a);
    admission.decline(b);

    time.advance(HOLD);

    assertThat(time.pendingTimers()).isZero();
  }

  private void full() {
    assertThat(admission.tryAdmit(a, false)).isTrue();
    assertThat(admission.tryAdmit(a, false)).isTrue();
  }

  private Seat seat(String name) {
    return new Seat(new AtomicInteger(), () -> grants.add(name));
  }
}
