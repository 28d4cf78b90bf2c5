package dev.serval.core.batch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A call that remembers all it is told. */
class RecordedCall implements BatchEntry {

  /** What {@link #result} gives for a stream that came to its end. */
  static final Object END_OF_STREAM = new Object();

  private static final long NO_DEADLINE = 0;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Object item;
  private final long deadline;
  private final CompletableFuture<Object> outcome = new CompletableFuture<>();
  private final AtomicInteger ends = new AtomicInteger();
  private final List<Object> elements = new CopyOnWriteArrayList<>();
  private volatile boolean cancelled;
  private volatile Runnable noLongerLive = () -> {};

  RecordedCall(Object item) {
    this(item, NO_DEADLINE);
  }

  RecordedCall(Object item, long deadline) {
    this.item = item;
    this.deadline = deadline;
  }

  void cancel() {
    cancelled = true;
    noLongerLive.run();
  }

  boolean ended() {
    return outcome.isDone();
  }

  int ends() {
    return ends.get();
  }

  List<Object> elements() {
    return elements;
  }

  Object result() throws ExecutionException, InterruptedException, TimeoutException {
    return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  Throwable error() throws InterruptedException, TimeoutException {
    try {
      throw new AssertionError("ended with " + result());
    } catch (ExecutionException failed) {
      return failed.getCause();
    }
  }

  @Override
  public Object item() {
    return item;
  }

  @Override
  public boolean live(long nowNanos) {
    return !cancelled && (deadline == NO_DEADLINE || nowNanos - deadline < 0);
  }

  @Override
  public boolean begin(Runnable gone) {
    noLongerLive = gone;
    return !cancelled;
  }

  @Override
  public void complete(Object result) {
    ends.incrementAndGet();
    outcome.complete(result);
  }

  @Override
  public void next(Object element) {
    elements.add(element);
  }

  @Override
  public void end() {
    ends.incrementAndGet();
    outcome.complete(END_OF_STREAM);
  }

  @Override
  public void fail(Throwable error) {
    ends.incrementAndGet();
    outcome.completeExceptionally(error);
  }
}
