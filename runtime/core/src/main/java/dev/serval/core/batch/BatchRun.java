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
      List<Object> view = Collections.unmodifiableList(Arrays.asList(items));
      Object returned = context.body().execute(view);
      switch (returned) {
        case Flow.Publisher<?> rounds -> stream(rounds);
        case CompletionStage<?> stage -> stage.whenComplete(this::completed);
        case null, default -> answer(returned);
      }
    } catch (Throwable error) {
      fail(error);
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
    List<BatchEntry> dead = new ArrayList<>(0);
    int count = 0;
    for (int i = 0; i < given; i++) {
      if (context.callers().live(entries[i], started)) {
        entries[count++] = entries[i];
        weight += batch.weights()[i];
      } else {
        dead.add(entries[i]);
      }
    }
    entries = count == given ? entries : Arrays.copyOf(entries, count);
    return dead;
  }

  private void stream(Flow.Publisher<?> rounds) {
    BatchStream stream = new BatchStream(this, entries, context);
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
