package dev.serval.testkit;

import dev.serval.core.stage.StageInvoker;
import dev.serval.core.time.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One replica of the application under test, whose behaviour the test can change. */
public final class TestReplica {

  private final String id;
  private final TimeSource time;
  private final AtomicInteger calls = new AtomicInteger();
  private final Set<CompletableFuture<Void>> heldBack = ConcurrentHashMap.newKeySet();
  private volatile Supplier<? extends Exception> failure;
  private volatile Duration delay = Duration.ZERO;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  TestReplica(String id, TimeSource time) {
    this.id = id;
    this.time = time;
  }

  /** The replica's name. */
  public String id() {
    return id;
  }

  /** How often its stage was called, a batch counting once, since it was last healed. */
  public int calls() {
    return calls.get();
  }

  /** Answers that are held back now because the replica is slow. */
  public int heldBack() {
    return heldBack.size();
  }

  /** From now on every call fails with what {@code failure} gives. */
  public TestReplica failWith(Supplier<? extends Exception> failure) {
    this.failure = failure;
    return this;
  }

  /**
   * From now on every answer comes so much later, as from a slow replica, in the time of {@link
   * ServalApplication#time()} if that is the test's. A method that may block blocks that long; an
   * asynchronous one completes later; of a stream the first element comes later.
   */
  public TestReplica slowBy(Duration delay) {
    this.delay = delay;
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

  /** As it was: nothing fails, nothing is slow or held. */
  public void heal() {
    failure = null;
    delay = Duration.ZERO;
    heldBack.forEach(answer -> answer.complete(null));
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
      return later(stage.invoke(index, instance, arguments));
    };
  }

  private Object later(Object result) throws InterruptedException, ExecutionException {
    long nanos = delay.toNanos();
    if (nanos == 0) {
      return result;
    }
    CompletableFuture<Void> over = new CompletableFuture<>();
    time.schedule(() -> over.complete(null), nanos);
    heldBack.add(over);
    over.thenRun(() -> heldBack.remove(over));
    return switch (result) {
      case CompletionStage<?> answer -> answer.thenCombine(over, (value, nothing) -> value);
      case Flow.Publisher<?> stream -> later(stream, over);
      case null, default -> {
        over.get();
        yield result;
      }
    };
  }

  private static <T> Flow.Publisher<T> later(Flow.Publisher<T> stream, CompletableFuture<?> over) {
    return subscriber -> over.thenRun(() -> stream.subscribe(subscriber));
  }
}
