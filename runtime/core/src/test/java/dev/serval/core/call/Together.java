package dev.serval.core.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Threads that begin at the same moment, for tests of what happens when they meet. */
public final class Together {

  /** Longer than anything takes that is not stuck. */
  public static final long PATIENCE_SECONDS = 60;

  private Together() {}

  /** What one of the threads does. */
  @FunctionalInterface
  public interface Work {
    /** Done by thread {@code number}, from 0. */
    void run(int number) throws Exception;
  }

  /** Runs {@code work} on {@code threads} threads and waits for all of them. */
  public static void run(int threads, Work work) throws Exception {
    CyclicBarrier begin = new CyclicBarrier(threads);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        all.add(
            pool.submit(
                () -> {
                  begin.await();
                  work.run(number);
                  return null;
                }));
      }
      try {
        for (Future<?> one : all) {
          one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }

  /** Waits for {@code latch}; fails if it takes too long. */
  public static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("Still waiting after " + PATIENCE_SECONDS + " s");
    }
  }

  /** Waits for {@code latch} as code does that ignores interrupts; {@code noticed} tells of one. */
  public static void awaitStubbornly(CountDownLatch latch, CountDownLatch noticed) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        noticed.countDown();
      }
    }
  }

  /** Waits until {@code condition} holds, for what another thread does just after it is seen. */
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(what + " did not come true");
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }
}
