package dev.serval.bench.micro;

import dev.serval.core.batch.BatchEntry;
import dev.serval.core.batch.BatchObserver;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.batch.Batcher;
import dev.serval.core.time.SystemTime;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One item from its submission to its result, in batches of {@value #BATCH} that a trivial method
 * executes. An operation is one item; a batch costs {@value #BATCH} times as much.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BatcherBenchmark {

  private static final int BATCH = 32;
  private static final BatchOptions OPTIONS = new BatchOptions(BATCH, Duration.ofMillis(10), 1);

  /**
   * Where a batch runs: on the thread that submits its last item, which leaves the batcher alone to
   * measure, or on a virtual thread of its own, as in a replica.
   */
  @Param({"caller", "virtual"})
  public String runs;

  private final AtomicInteger open = new AtomicInteger();
  private final Item[] items = new Item[BATCH];
  private ScheduledExecutorService timers;
  private Batcher batcher;
  private volatile Thread waiter;

  /** Makes the batcher and the items, which are used again. */
  @Setup
  public void start() {
    timers = Executors.newSingleThreadScheduledExecutor();
    batcher =
        new Batcher(
            "Echo.call",
            OPTIONS,
            item -> 1,
            batch -> batch,
            executor(),
            new SystemTime(timers),
            BatchObserver.NONE);
    for (int i = 0; i < BATCH; i++) {
      items[i] = new Item("item-" + i);
    }
  }

  private Executor executor() {
    return switch (runs) {
      case "caller" -> Runnable::run;
      case "virtual" -> Thread::startVirtualThread;
      default -> throw new IllegalArgumentException("runs must be caller or virtual, not " + runs);
    };
  }

  /** Ends the timers. */
  @TearDown
  public void stop() {
    timers.shutdownNow();
  }

  /** Submits a full batch and waits for its results. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int submitToResult() {
    waiter = Thread.currentThread();
    open.set(BATCH);
    for (Item item : items) {
      batcher.submit(item);
    }
    while (open.get() > 0) {
      LockSupport.park(this);
    }
    return open.get();
  }

  private final class Item implements BatchEntry {

    private final Object item;

    Item(Object item) {
      this.item = item;
    }

    @Override
    public Object item() {
      return item;
    }

    @Override
    public boolean live(long nowNanos) {
      return true;
    }

    @Override
    public boolean begin(Runnable noLongerLive) {
      return true;
    }

    @Override
    public void complete(Object result) {
      if (open.decrementAndGet() == 0 && waiter != Thread.currentThread()) {
        LockSupport.unpark(waiter);
      }
    }

    @Override
    public void next(Object element) {
      throw new IllegalStateException("the batch method does not stream");
    }

    @Override
    public void end() {
      throw new IllegalStateException("the batch method does not stream");
    }

    @Override
    public void fail(Throwable error) {
      throw new IllegalStateException(error);
    }
  }
}
