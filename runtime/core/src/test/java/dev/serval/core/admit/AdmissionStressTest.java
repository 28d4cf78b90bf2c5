package dev.serval.core.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.call.Together;
import dev.serval.core.time.ManualTime;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionStressTest {

  private static final int THREADS = 8;

  private final ManualTime time = new ManualTime();

  @Test
  void neverAdmitsMoreThanItsLimit() throws Exception {
    Admission admission = new Admission(3, time);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger admitted = new AtomicInteger();

    Together.run(
        THREADS,
        thread -> {
          Seat[] own = new Seat[1];
          own[0] = new Seat(new AtomicInteger(), () -> admission.decline(own[0]));
          for (int i = 0; i < 20_000; i++) {
            if (admission.tryAdmit(own[0], false)) {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              admitted.incrementAndGet();
              running.decrementAndGet();
              admission.release(own[0]);
            }
          }
        });

    assertThat(most.get()).isBetween(1, 3);
    assertThat(admitted.get()).isPositive();
    assertThat(admission.ongoing()).isZero();
  }

  @Test
  void noCallIsAdmittedOnceADrainingReplicaWasFoundIdle() throws Exception {
    for (int round = 0; round < 1_000; round++) {
      Admission admission = new Admission(3, time);
      AtomicBoolean foundIdle = new AtomicBoolean();
      AtomicInteger turnedAwayLate = new AtomicInteger();
      AtomicBoolean admitted = new AtomicBoolean();
      admission.onTurnedAwayLate(turnedAwayLate::incrementAndGet);

      Together.run(
          2,
          thread -> {
            if (thread == 0) {
              admitted.set(admission.tryAdmit(new Seat(new AtomicInteger(), () -> {}), false));
            } else {
              admission.drain();
              foundIdle.set(admission.ongoing() == 0);
            }
          });

      assertThat(admitted.get() && foundIdle.get()).isFalse();
      assertThat(admitted.get() || foundIdle.get() || turnedAwayLate.get() == 1)
          .as("whoever saw the slot taken is told")
          .isTrue();
    }
  }

  /**
   * Each caller behaves as one at the end of a connection does: what it sends and what it hears of
   * grants is in order, and it answers a grant with a call or by declining it.
   */
  @Test
  void whoIsRejectedIsGrantedASlotSoonerOrLater() throws Exception {
    Admission admission = new Admission(2, time);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    Together.run(
        THREADS,
        thread -> {
          Semaphore grants = new Semaphore(0);
          Seat seat = new Seat(new AtomicInteger(), grants::release);
          for (int i = 0; i < 3_000; i++) {
            boolean in = admission.tryAdmit(seat, false);
            while (!in) {
              assertThat(grants.tryAcquire(Together.PATIENCE_SECONDS, TimeUnit.SECONDS))
                  .as("a rejected caller is granted a slot")
                  .isTrue();
              if (ThreadLocalRandom.current().nextInt(4) == 0) {
                // Another call, whose rejection crosses the answer to the grant.
                if (admission.tryAdmit(seat, false)) {
                  admission.release(seat);
                }
              }
              in = admission.tryAdmit(seat, true);
            }
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            if (ThreadLocalRandom.current().nextInt(8) == 0) {
              Thread.yield();
            }
            running.decrementAndGet();
            admission.release(seat);
            while (grants.tryAcquire()) {
              admission.decline(seat);
            }
          }
          admission.leave(seat);
        });

    assertThat(most.get()).isLessThanOrEqualTo(2);
    assertThat(admission.ongoing()).isZero();
    Seat last = new Seat(new AtomicInteger(), () -> {});
    assertThat(admission.tryAdmit(last, false)).isTrue();
    assertThat(admission.tryAdmit(last, false)).isTrue();
    assertThat(admission.tryAdmit(last, false)).isFalse();
  }
}
