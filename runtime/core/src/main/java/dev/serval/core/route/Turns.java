package dev.serval.core.route;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Repeats a step for as long as there is something to do. One thread at a time does it; another
 * that asks meanwhile makes it look once more, so that no change goes unseen, and goes on at once.
 */
final class Turns {

  /** After so many steps a thread goes back to its own work, and a new one takes over. */
  private static final int MOST_STEPS = 64;

  private final BooleanSupplier step;
  private final AtomicInteger requests = new AtomicInteger();

  /**
   * @param step returns whether it is worth repeating; it may ask for more turns itself
   */
  Turns(BooleanSupplier step) {
    this.step = step;
  }

  void request() {
    if (requests.getAndIncrement() == 0) {
      take();
    }
  }

  private void take() {
    int steps = 0;
    boolean orderly = false;
    try {
      int seen = requests.get();
      do {
        while (step.getAsBoolean()) {
          if (++steps == MOST_STEPS) {
            Thread.ofVirtual().name("serval-router").start(this::take);
            orderly = true;
            return;
          }
        }
        seen = requests.addAndGet(-seen);
      } while (seen != 0);
      orderly = true;
    } finally {
      if (!orderly) {
        requests.set(0);
      }
    }
  }
}
