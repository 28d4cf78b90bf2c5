package dev.serval.core.batch;

import dev.serval.core.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

/**
 * Collects the concurrent calls of one method of one replica and executes them together. Safe for
 * use by many threads.
 *
 * <p>A batch runs on one of {@link BatchOptions#maxConcurrent} lanes. A free lane takes a batch
 * that is full, by items or weight, or whose first item has waited {@link BatchOptions#maxWait};
 * while all lanes are busy calls queue, first in, first out. Calls that are no longer live leave
 * without being executed. Each call that is submitted is ended exactly once.
 *
 * <p>What runs next is decided by the thread that submits a call, ends a batch or brings the time.
 * It runs no method of a stage, and never waits for one.
 */
public final class Batcher {

  private final ToIntFunction<Object> weigher;
  private final Executor executor;
  private final TimeSource time;
  private final Callers callers;
  private final BatchRun.Context context;
  private final BatchState state;

  // Used by the deciding thread alone.
  private final BatchQueue queue;
  private final List<BatchQueue.Left> left = new ArrayList<>();

  /**
   * @param method names the method in messages
   * @param weigher weighs an item, on the thread that submits it; 0 counts as 1, and a negative
   *     weight or an exception fails the call
   * @param body executes a batch
   * @param executor runs the body on another thread, without blocking the one that asks; if it
   *     refuses, the callers of that batch fail with what it threw
   * @param observer told of each batch that was executed
   */
  public Batcher(
      String method,
      BatchOptions options,
      ToIntFunction<Object> weigher,
      BatchMethod body,
      Executor executor,
      TimeSource time,
      BatchObserver observer) {
    this.weigher = Objects.requireNonNull(weigher, "weigher");
    this.executor = Objects.requireNonNull(executor, "executor");
    this.time = Objects.requireNonNull(time, "time");
    this.callers = new Callers(Objects.requireNonNull(method, "method"));
    this.context =
        new BatchRun.Context(
            Objects.requireNonNull(body, "body"),
            callers,
            time,
            Objects.requireNonNull(observer, "observer"),
            this::laneFreed);
    this.queue = new BatchQueue(callers);
    this.state =
        new BatchState(
            Objects.requireNonNull(options, "options"), new BatchQueue(callers), queue, time);
  }

  /**
   * Queues a call. It may be ended on this thread, before the method returns: with {@link
   * dev.serval.api.error.BadRequestException} if its item is heavier than {@link
   * BatchOptions#maxSize}, with what the weigher threw, or with the reason the batcher was closed
   * for.
   */
  public void submit(BatchEntry entry) {
    int weight;
    try {
      weight = weigher.applyAsInt(entry.item());
    } catch (Throwable error) {
      callers.fail(entry, error);
      return;
    }
    int maxSize = state.maxSize();
    if (weight < 0) {
      callers.fail(entry, callers.negativeWeight(weight));
    } else if (weight > maxSize) {
      callers.fail(entry, callers.tooHeavy(weight, maxSize));
    } else {
      decideIf(state.add(entry, Math.max(1, weight)));
    }
  }

  /** The calls that wait, including those which are no longer live but have not left yet. */
  public int queued() {
    return state.queued();
  }

  /** The calls in batches that were given to the executor and have not ended. */
  public int executing() {
    return state.executing();
  }

  /**
   * Applies other options to the calls that wait and to those that come; running batches go on. A
   * call that waits and is heavier than the new limit fails.
   */
  public void reconfigure(BatchOptions options) {
    Objects.requireNonNull(options, "options");
    TimeSource.Timer obsolete = state.timer();
    boolean decide = state.reconfigure(options);
    cancel(obsolete);
    decideIf(decide);
  }

  /**
   * Fails the calls that wait, and all that come, with {@code reason}. Running batches go on to
   * their end. Closing again has no effect.
   */
  public void close(Throwable reason) {
    Objects.requireNonNull(reason, "reason");
    TimeSource.Timer obsolete = state.timer();
    boolean decide = state.close(reason);
    cancel(obsolete);
    decideIf(decide);
  }

  private void laneFreed(int items) {
    decideIf(state.laneFreed(items));
  }

  private void decideIf(boolean claimed) {
    if (!claimed) {
      return;
    }
    try {
      for (BatchState.Look look = state.look(); look != null; look = state.look()) {
        decide(look);
      }
    } catch (Throwable error) {
      state.abandon();
      throw error;
    }
  }

  private void decide(BatchState.Look look) {
    if (look.closed() != null) {
      queue.clear(look.closed(), left);
    } else if (look.lane()) {
      switch (queue.next(time.nanoTime(), look.options(), left)) {
        case BatchQueue.Run batch -> start(batch, look.options().maxSize());
        case BatchQueue.Wait(long until) -> lookAgain(until, look);
        case BatchQueue.Idle _ -> {}
      }
    } else {
      queue.purge(time.nanoTime(), look.options().maxSize(), left);
    }
    dismissLeft();
  }

  private void start(BatchQueue.Run batch, int limit) {
    state.run(batch.entries().length);
    BatchRun run = new BatchRun(batch, limit, context);
    try {
      executor.execute(run);
    } catch (Throwable error) {
      run.refuse(error);
    }
  }

  private void lookAgain(long until, BatchState.Look look) {
    BatchState.Window window = state.openWindow(look);
    if (window == null) {
      return;
    }
    Runnable over = () -> decideIf(state.windowOver(window));
    try {
      TimeSource.Timer timer = time.schedule(over, until - time.nanoTime());
      if (!state.keep(window, timer)) {
        timer.cancel();
      }
    } catch (RuntimeException error) {
      // Calls that nothing would wake are worse off than calls that fail.
      state.windowFailed(window);
      queue.clear(error, left);
    }
  }

  private void dismissLeft() {
    if (!left.isEmpty()) {
      state.left(left.size());
      left.forEach(call -> callers.fail(call.entry(), call.reason()));
      left.clear();
    }
  }

  private static void cancel(TimeSource.Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
