package dev.serval.core.route;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds retries to a fifth of the calls, so that they cannot double the load of a deployment that
 * is failing. Each call earns a fifth of a retry; at most ten are saved up.
 */
final class RetryBudget {

  private static final int COST = 5;
  private static final int MOST = 10 * COST;

  private final AtomicInteger earned = new AtomicInteger(MOST);

  /** A call was made. */
  void earn() {
    // Full most of the time: one read then, no write that other cores would have to wait for.
    int current = earned.get();
    if (current < MOST) {
      earned.compareAndSet(current, current + 1);
    }
  }

  /** Spends one retry; false if there is none to spend. */
  boolean spend() {
    while (true) {
      int current = earned.get();
      if (current < COST) {
        return false;
      }
      if (earned.compareAndSet(current, current - COST)) {
        return true;
      }
    }
  }
}
