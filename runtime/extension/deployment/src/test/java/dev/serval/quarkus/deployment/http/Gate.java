package dev.serval.quarkus.deployment.http;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Where user code waits until a test lets it go, and what became of it meanwhile. */
public final class Gate {

  private static final int LONG_SECONDS = 20;

  private static volatile CountDownLatch open = new CountDownLatch(1);
  private static final Semaphore ARRIVED = new Semaphore(0);
  private static final Semaphore INTERRUPTED = new Semaphore(0);
  private static final Semaphore CANCELLED = new Semaphore(0);

  private Gate() {}

  /** Closes the gate and forgets what happened. */
  public static void close() {
    open = new CountDownLatch(1);
    ARRIVED.drainPermits();
    INTERRUPTED.drainPermits();
    CANCELLED.drainPermits();
  }

  /** Lets everybody through. */
  public static void open() {
    open.countDown();
  }

  static String await() {
    CountDownLatch gate = open;
    ARRIVED.release();
    try {
      return gate.await(LONG_SECONDS, TimeUnit.SECONDS) ? "through" : "forgotten";
    } catch (InterruptedException interrupted) {
      INTERRUPTED.release();
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  static String awaitStubbornly() {
    CountDownLatch gate = open;
    ARRIVED.release();
    boolean interrupted = false;
    while (true) {
      try {
        gate.await();
        break;
      } catch (InterruptedException again) {
        interrupted = true;
        INTERRUPTED.release();
      }
    }
    return interrupted ? "interrupted" : "through";
  }

  static Uni<String> uni() {
    return Uni.createFrom()
        .<String>emitter(emitter -> ARRIVED.release())
        .onCancellation()
        .invoke(CANCELLED::release);
  }

  static Multi<String> endless() {
    return Multi.createBy()
        .repeating()
        .supplier(() -> "again")
        .indefinitely()
        .onItem()
        .invoke(item -> ARRIVED.release())
        .onCancellation()
        .invoke(CANCELLED::release);
  }

  static boolean arrived(int callers) throws InterruptedException {
    return ARRIVED.tryAcquire(callers, LONG_SECONDS, TimeUnit.SECONDS);
  }

  static boolean interrupted() throws InterruptedException {
    return INTERRUPTED.tryAcquire(LONG_SECONDS, TimeUnit.SECONDS);
  }

  static boolean cancelled() throws InterruptedException {
    return CANCELLED.tryAcquire(LONG_SECONDS, TimeUnit.SECONDS);
  }
}
