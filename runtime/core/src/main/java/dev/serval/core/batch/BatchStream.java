package dev.serval.core.batch;

import java.util.concurrent.Flow;

/**
 * Hands the rounds of one streaming batch to its callers. It asks for a round only when the one
 * before was handed out, and cancels the subscription when no caller is left to hand anything to.
 */
final class BatchStream implements Flow.Subscriber<Object> {

  private final BatchRun run;
  private final BatchRun.Context context;
  // An entry is null once its call has ended; indexes are those of the items.
  private final BatchEntry[] open;
  private int remaining;
  private Flow.Subscription subscription;
  private boolean done;

  BatchStream(BatchRun run, BatchEntry[] entries, BatchRun.Context context) {
    this.run = run;
    this.context = context;
    this.open = entries.clone();
    this.remaining = entries.length;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (subscription != null || done) {
      given.cancel();
      return;
    }
    subscription = given;
    request();
  }

  @Override
  public void onNext(Object round) {
    if (done) {
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
    if (remaining > 0) {
      request();
      return;
    }
    done = true;
    cancel();
    run.end();
  }

  @Override
  public void onError(Throwable error) {
    if (!done) {
      done = true;
      run.end();
      failRemaining(error);
    }
  }

  @Override
  public void onComplete() {
    if (done) {
      return;
    }
    done = true;
    run.end();
    for (BatchEntry entry : open) {
      if (entry != null) {
        context.callers().end(entry);
      }
    }
  }

  /** Ends the batch from this side: cancels the subscription and fails the remaining callers. */
  void stop(Throwable reason) {
    if (done) {
      return;
    }
    done = true;
    cancel();
    run.end();
    failRemaining(reason);
  }

  private void hand(Object[] elements) {
    Callers callers = context.callers();
    long now = context.time().nanoTime();
    for (int i = 0; i < open.length; i++) {
      BatchEntry entry = open[i];
      if (entry == null) {
        continue;
      }
      boolean goesOn = !callers.live(entry, now) || callers.hand(entry, elements[i]);
      // Looked at once more: it may have failed by this very element.
      if (goesOn && callers.live(entry, now)) {
        continue;
      }
      if (goesOn) {
        callers.fail(entry, callers.noLongerLive());
      }
      open[i] = null;
      remaining--;
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
      if (subscription != null) {
        subscription.cancel();
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
