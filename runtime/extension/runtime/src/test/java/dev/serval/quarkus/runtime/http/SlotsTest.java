package dev.serval.quarkus.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The limit holds, the queue is first in first out, and no slot is lost. */
class SlotsTest {

  private final List<String> granted = new ArrayList<>();

  private Slots.Waiter waiter(String name) {
    return () -> granted.add(name);
  }

  @Test
  void takesUpToTheLimitThenQueuesThenRefuses() {
    Slots slots = new Slots(2, 1, System::nanoTime);

    assertThat(slots.take(waiter("a"))).isEqualTo(Slots.Answer.TAKEN);
    assertThat(slots.take(waiter("b"))).isEqualTo(Slots.Answer.TAKEN);
    assertThat(slots.take(waiter("c"))).isEqualTo(Slots.Answer.QUEUED);
    assertThat(slots.take(waiter("d"))).isEqualTo(Slots.Answer.FULL);
    assertThat(slots.occupied()).isEqualTo(2);
    assertThat(slots.queued()).isEqualTo(1);
  }

  @Test
  void grantsInTheOrderOfArrival() {
    Slots slots = new Slots(1, Slots.UNBOUNDED, System::nanoTime);
    slots.take(waiter("a"));
    slots.take(waiter("b"));
    slots.take(waiter("c"));

    slots.giveBack(0);
    assertThat(granted).containsExactly("b");
    slots.giveBack(0);
    assertThat(granted).containsExactly("b", "c");
    slots.giveBack(0);

    assertThat(slots.occupied()).isZero();
    assertThat(slots.take(waiter("d"))).isEqualTo(Slots.Answer.TAKEN);
  }

  @Test
  void whoeverLeavesTheQueueIsNotGranted() {
    Slots slots = new Slots(1, Slots.UNBOUNDED, System::nanoTime);
    slots.take(waiter("a"));
    Slots.Waiter leaving = waiter("b");
    slots.take(leaving);
    slots.take(waiter("c"));

    assertThat(slots.leave(leaving)).isTrue();
    assertThat(slots.leave(leaving)).isFalse();
    slots.giveBack(0);

    assertThat(granted).containsExactly("c");
  }

  @Test
  void estimatesTheWaitFromHowLongSlotsAreHeld() {
    long now = TimeUnit.SECONDS.toNanos(100);
    Slots slots = new Slots(1, Slots.UNBOUNDED, () -> now);
    assertThat(slots.retryAfter()).hasSeconds(1);
    for (int i = 0; i < 11; i++) {
      slots.take(waiter("w" + i));
    }

    slots.giveBack(now - TimeUnit.SECONDS.toNanos(2));
    assertThat(slots.retryAfter()).hasSeconds(18);
    for (int i = 0; i < 1_000; i++) {
      slots.take(waiter("v" + i));
    }
    assertThat(slots.retryAfter()).hasSeconds(60);
  }

  @Test
  void manyThreadsNeverExceedTheLimitAndAllAreServed() throws InterruptedException {
    Slots slots = new Slots(3, Slots.UNBOUNDED, System::nanoTime);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger served = new AtomicInteger();
    int requests = 20_000;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Runnable run =
          () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            served.incrementAndGet();
            running.decrementAndGet();
            slots.giveBack(1);
          };
      for (int i = 0; i < requests; i++) {
        // An object of its own each, as a lambda that captures the same would not be.
        Slots.Waiter waiter =
            new Slots.Waiter() {
              @Override
              public void granted() {
                threads.execute(run);
              }
            };
        threads.execute(
            () -> {
              if (slots.take(waiter) == Slots.Answer.TAKEN) {
                run.run();
              }
            });
      }
      while (served.get() < requests) {
        Thread.onSpinWait();
      }
    }

    assertThat(served).hasValue(requests);
    assertThat(most.get()).isLessThanOrEqualTo(3);
    assertThat(slots.occupied()).isZero();
    assertThat(slots.queued()).isZero();
  }

  @Test
  void moreSlotsAreGrantedAtOnceToThoseThatWait() {
    Slots slots = new Slots(1, 1, System::nanoTime);
    slots.take(waiter("a"));
    slots.take(waiter("b"));

    slots.reconfigure(3, 5);

    assertThat(granted).containsExactly("b");
    assertThat(slots.take(waiter("c"))).isEqualTo(Slots.Answer.TAKEN);
    assertThat(slots.take(waiter("d"))).isEqualTo(Slots.Answer.QUEUED);
    assertThat(slots.take(waiter("e"))).isEqualTo(Slots.Answer.QUEUED);
  }

  @Test
  void fewerSlotsLeaveThoseAloneThatHaveOne() {
    Slots slots = new Slots(2, Slots.UNBOUNDED, System::nanoTime);
    slots.take(waiter("a"));
    slots.take(waiter("b"));
    slots.take(waiter("c"));

    slots.reconfigure(1, 1);

    slots.giveBack(0);
    assertThat(granted).as("two had one, and one is left").isEmpty();
    assertThat(slots.take(waiter("d"))).isEqualTo(Slots.Answer.FULL);
    slots.giveBack(0);
    assertThat(granted).containsExactly("c");
  }

  @Test
  void theFirstTheLastAndThoseThatWaitAreToldOf() {
    Slots slots = new Slots(2, Slots.UNBOUNDED, System::nanoTime);
    AtomicInteger told = new AtomicInteger();
    slots.onBusyChange(told::incrementAndGet);

    slots.take(waiter("a"));
    assertThat(told).hasValue(1);
    slots.take(waiter("b"));
    assertThat(told).hasValue(1);
    slots.take(waiter("c"));
    assertThat(told).hasValue(2);
    slots.giveBack(0);
    assertThat(told).as("nobody waits any more").hasValue(3);
    slots.giveBack(0);
    assertThat(told).hasValue(3);
    slots.giveBack(0);
    assertThat(told).hasValue(4);
  }

  @Test
  void whoLeavesAsTheLastThatWaitedIsToldOf() {
    Slots slots = new Slots(1, Slots.UNBOUNDED, System::nanoTime);
    slots.take(waiter("a"));
    Slots.Waiter first = waiter("b");
    Slots.Waiter last = waiter("c");
    slots.take(first);
    slots.take(last);
    AtomicInteger told = new AtomicInteger();
    slots.onBusyChange(told::incrementAndGet);

    slots.leave(first);
    assertThat(told).hasValue(0);
    slots.leave(last);
    assertThat(told).hasValue(1);
    slots.leave(last);
    assertThat(told).hasValue(1);
  }
}
