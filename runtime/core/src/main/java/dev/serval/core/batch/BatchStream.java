package dev.serval.core.batch;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands the rounds of one streaming batch to its callers. It asks for a round only when the one
 * before was handed out, and cancels the subscription when no caller is left to hand anything to:
 * as soon as that is so, since a publisher that hangs makes no further round.
 */
final class BatchStream implements Flow.Subscriber<Object> {

  private final BatchRun run;
  private final BatchRun.Context context;
  // An entry is null once its call has ended; indexes are those of the items.
  private final BatchEntry[] open;
  private int remaining;

  // A batch that nobody wants ends on the thread of whoever was the last to want it.
  private final AtomicBoolean done = new AtomicBoolean();
  private volatile Flow.Subscription subscription;

  BatchStream(BatchRun run, BatchEntry[] entries, BatchRun.Context context) {
    this.run = run;
    this.context = context;
    this.open = entries.clone();
    this.remaining = entries.length;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (subscription != null) {
      given.cancel();
      return;
    }
    subscription = given;
    if (done.get()) {
      cancel();
    } else {
      request();
    }
  }

  @Override
  public void onNext(Object round) {
    if (done.get()) {
      return;
    }
    Object[] elements;
    try {
      elements = context.callers().elements(round, open.length);
    } catch (Throwable error) {
      stop(error);
      return;
    }
    hand(elements);
    if (done.get()) {
      return;
    }
    if (remaining > 0) {
      request();
    } else if (done.compareAndSet(false, true)) {
      cancel();
      run.end();
    }
  }

  @Override
  public void onError(Throwable error) {
    if (done.compareAndSet(false, true)) {
      run.end();
      failRemaining(error);
    }
  }

  @Override
  public void onComplete() {
    if (!done.compareAndSet(false, true)) {
      return;
    }
    run.end();
    for (BatchEntry entry : open) {
      if (entry != null) {
        context.callers().end(entry);
      }
    }
  }

  /**
   * Ends the batch from this side: cancels the subscription and fails the remaining callers. On any
   * thread.
   */
  void stop(Throwable reason) {
    if (done.compareAndSet(false, true)) {
      cancel();
      run.end();
      failRemaining(reason);
    }
  }

  private void hand(Object[] elements) {
    Callers callers = context.callers();
    long now = context.time().nanoTime();
    for (int i = 0; i < open.length; i++) {
      BatchEntry entry = open[i];
      if (entry == null) {
        continue;
      }
      boolean live = callers.live(entry, now);
      if (!live || callers.isLast(elements[i])) {
        // First: if it is the last one, telling it ends the batch.
        open[i] = null;
        remaining--;
      }
      if (live) {
        callers.hand(entry, elements[i]);
      } else {
        callers.fail(entry, callers.noLongerLive());
      }
    }
  }

  private void request() {
    try {
      subscription.request(1);
    } catch (Throwable error) {
      stop(error);
    }
  }

  private void cancel() {
    try {
      Flow.Subscription given = subscription;
      if (given != null) {
        given.cancel();
      }
    } catch (Throwable error) {
      context.callers().log(error);
    }
  }

  private void failRemaining(Throwable error) {
    for (BatchEntry entry : open) {
      if (entry != null) {
        context.callers().fail(entry, error);
      }
    }
  }
}
