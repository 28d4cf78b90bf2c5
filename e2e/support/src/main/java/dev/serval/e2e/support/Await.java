package dev.serval.e2e.support;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what no watch tells of. */
public final class Await {

  private static final Duration BETWEEN = Duration.ofMillis(100);

  private Await() {}

  /**
   * Returns when {@code condition} holds.
   *
   * @throws IllegalStateException if that takes longer than {@code atMost}; it names {@code what}
   */
  public static void until(String what, Duration atMost, BooleanSupplier condition) {
    if (!within(atMost, condition)) {
      throw new IllegalStateException("Waited " + atMost.toSeconds() + " s, but not: " + what);
    }
  }

  /** Returns when {@code condition} holds, or false if that takes longer than {@code atMost}. */
  public static boolean within(Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BETWEEN.toMillis()));
    }
    return true;
  }
}
