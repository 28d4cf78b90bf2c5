package dev.serval.core.batch;

import dev.serval.core.time.TimeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/**
 * Executes one batch on one lane, and hands its results to its callers. The lane is free again
 * before the results are handed out, so that the next batch does not wait for that.
 *
 * <p>A batch that no caller waits for any more is stopped: the thread that runs the method is
 * interrupted, what the method has returned is cancelled. A method that goes on regardless keeps
 * its lane until it returns.
 */
final class BatchRun implements Runnable {

  private static final Logger LOG = Logger.getLogger(BatchRun.class);

  /**
   * What the runs of a batcher have in common.
   *
   * @param lane told once for each run that its lane is free, with the number of calls it was given
   */
  record Context(
      BatchMethod body,
      Callers callers,
      TimeSource time,
      BatchObserver observer,
      IntConsumer lane) {}

  private final BatchQueue.Run batch;
  private final int given;
  private final int limit;
  private final Context context;
  private final AtomicBoolean ended = new AtomicBoolean();
  private BatchEntry[] entries;
  private int weight;
  private long started;

  /** The calls that are executed, once that is certain. */
  private volatile BatchEntry[] executing;

  /** All calls before this one have stopped being live, which they do for good. */
  private volatile int firstLive;

  // Guarded by this.
  private boolean abandoned;
  private Thread runner;
  private Runnable cancellation;

  BatchRun(BatchQueue.Run batch, int limit, Context context) {
    this.batch = batch;
    this.given = batch.entries().length;
    this.limit = limit;
    this.context = context;
    this.entries = batch.entries();
  }

  @Override
  public void run() {
    started = context.time().nanoTime();
    List<BatchEntry> dead = dropDead();
    if (entries.length == 0) {
      free();
    }
    dead.forEach(entry -> context.callers().fail(entry, context.callers().noLongerLive()));
    if (entries.length > 0) {
      execute();
    }
  }

  private void execute() {
    Object[] items = new Object[entries.length];
    try {
      Arrays.setAll(items, i -> entries[i].item());
      executing = entries;
      // Those that went before this line could not say so.
      callerGone();
      Object returned = invoke(Collections.unmodifiableList(Arrays.asList(items)));
      switch (returned) {
        case Flow.Publisher<?> rounds -> stream(rounds);
        case CompletionStage<?> stage -> {
          stage.whenComplete(this::completed);
          cancelWith(() -> stage.toCompletableFuture().cancel(true));
        }
        case null, default -> answer(returned);
      }
    } catch (Throwable error) {
      fail(error);
    }
  }

  /** Runs the method; meanwhile a batch that nobody wants interrupts this thread. */
  private Object invoke(List<Object> items) throws Exception {
    synchronized (this) {
      if (abandoned) {
        throw new InterruptedException("no caller waits for this batch any more");
      }
      runner = Thread.currentThread();
    }
    try {
      return context.body().execute(items);
    } finally {
      synchronized (this) {
        runner = null;
        // The thread may go on to other work, which this interrupt is not meant for.
        Thread.interrupted();
      }
    }
  }

  /** How to stop what the method has returned; done at once if the batch was abandoned before. */
  private void cancelWith(Runnable action) {
    synchronized (this) {
      cancellation = action;
      if (!abandoned) {
        return;
      }
    }
    cancel(action);
  }

  private void cancel(Runnable action) {
    try {
      action.run();
    } catch (Throwable error) {
      LOG.warn("A batch that no caller waits for could not be cancelled", error);
    }
  }

  /**
   * A caller waits no longer. Each looks at the calls from the first that was live when the last
   * one looked: all together pass over each call once.
   */
  private void callerGone() {
    BatchEntry[] all = executing;
    if (all == null || ended.get()) {
      return;
    }
    int at = firstLive;
    // As of the start, when no deadline had passed: whose passes meanwhile says so by itself.
    while (at < all.length && !context.callers().live(all[at], started)) {
      at++;
    }
    firstLive = at;
    if (at == all.length) {
      abandon();
    }
  }

  private void abandon() {
    Runnable action;
    synchronized (this) {
      if (abandoned) {
        return;
      }
      abandoned = true;
      if (runner != null) {
        runner.interrupt();
      }
      action = cancellation;
    }
    if (action != null) {
      cancel(action);
    }
  }

  /** Ends a batch that the executor did not take. */
  void refuse(Throwable reason) {
    if (free()) {
      failAll(reason);
    }
  }

  /** Frees the lane and tells the observer; false if that has happened before. */
  boolean end() {
    long now = context.time().nanoTime();
    if (!free()) {
      return false;
    }
    try {
      context.observer().executed(weight, limit, started - batch.oldestArrival(), now - started);
    } catch (RuntimeException error) {
      LOG.warn("A batch observer threw", error);
    }
    return true;
  }

  private boolean free() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    try {
      context.lane().accept(given);
    } catch (Throwable error) {
      // What went wrong with the next batch is no matter of the callers of this one.
      LOG.error("The next batch could not be started", error);
    }
    return true;
  }

  /** Time may have passed before the executor came to this batch. */
  private List<BatchEntry> dropDead() {
    Runnable gone = this::callerGone;
    List<BatchEntry> dead = new ArrayList<>(0);
    int count = 0;
    for (int i = 0; i < given; i++) {
      BatchEntry entry = entries[i];
      if (context.callers().live(entry, started) && context.callers().begin(entry, gone)) {
        entries[count++] = entry;
        weight += batch.weights()[i];
      } else {
        dead.add(entry);
      }
    }
    entries = count == given ? entries : Arrays.copyOf(entries, count);
    return dead;
  }

  private void stream(Flow.Publisher<?> rounds) {
    BatchStream stream = new BatchStream(this, entries, context);
    cancelWith(() -> stream.stop(context.callers().noLongerLive()));
    try {
      rounds.subscribe(stream);
    } catch (Throwable error) {
      stream.stop(error);
    }
  }

  private void completed(Object results, Throwable error) {
    if (error == null) {
      answer(results);
    } else {
      // Stages that depend on others wrap what those failed with.
      boolean wrapped = error instanceof CompletionException && error.getCause() != null;
      fail(wrapped ? error.getCause() : error);
    }
  }

  private void answer(Object results) {
    Object[] elements;
    try {
      elements = context.callers().elements(results, entries.length);
    } catch (Throwable error) {
      fail(error);
      return;
    }
    if (end()) {
      for (int i = 0; i < entries.length; i++) {
        context.callers().answer(entries[i], elements[i]);
      }
    }
  }

  private void fail(Throwable error) {
    if (end()) {
      failAll(error);
    }
  }

  private void failAll(Throwable error) {
    for (BatchEntry entry : entries) {
      context.callers().fail(entry, error);
    }
  }
}
