package dev.serval.testkit;

import dev.serval.core.stage.StageInvoker;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One replica of the application under test, whose behaviour the test can change. */
public final class TestReplica {

  private final String id;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Supplier<? extends Exception> failure;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  TestReplica(String id) {
    this.id = id;
  }

  /** The replica's name. */
  public String id() {
    return id;
  }

  /** How often its stage was called, a batch counting once, since it was last healed. */
  public int calls() {
    return calls.get();
  }

  /** From now on every call fails with what {@code failure} gives. */
  public TestReplica failWith(Supplier<? extends Exception> failure) {
    this.failure = failure;
    return this;
  }

  /**
   * From now on calls stay in the replica until {@link #release} or {@link #heal}, as in one that
   * is slow or stuck. Only for methods that may block.
   */
  public TestReplica hold() {
    gate = new CountDownLatch(1);
    return this;
  }

  /** Lets held calls go on. */
  public void release() {
    gate.countDown();
  }

  /** As it was: nothing fails, nothing is held. */
  public void heal() {
    failure = null;
    release();
    calls.set(0);
  }

  StageInvoker inFrontOf(StageInvoker stage) {
    return (index, instance, arguments) -> {
      calls.incrementAndGet();
      gate.await();
      Supplier<? extends Exception> fails = failure;
      if (fails != null) {
        throw fails.get();
      }
      return stage.invoke(index, instance, arguments);
    };
  }
}
