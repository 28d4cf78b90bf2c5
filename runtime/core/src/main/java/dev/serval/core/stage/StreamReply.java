package dev.serval.core.stage;

import java.util.concurrent.Flow;

/**
 * Carries the elements of a stage's stream to the caller, no faster than the caller asks for them.
 */
final class StreamReply implements Flow.Subscriber<Object> {

  private final IncomingCall call;

  // Guarded by this.
  private Flow.Subscription subscription;
  private long demandBefore;
  private boolean cancelled;

  StreamReply(IncomingCall call) {
    this.call = call;
  }

  void demand(long elements) {
    Flow.Subscription now;
    synchronized (this) {
      now = subscription;
      if (now == null) {
        demandBefore = demandBefore + elements < 0 ? Long.MAX_VALUE : demandBefore + elements;
      }
    }
    if (now != null) {
      now.request(elements);
    }
  }

  void cancel() {
    Flow.Subscription now;
    synchronized (this) {
      cancelled = true;
      now = subscription;
    }
    if (now != null) {
      now.cancel();
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    long first;
    boolean alreadyCancelled;
    synchronized (this) {
      alreadyCancelled = cancelled || this.subscription != null;
      first = demandBefore;
      if (!alreadyCancelled) {
        this.subscription = subscription;
        demandBefore = 0;
      }
    }
    if (alreadyCancelled) {
      subscription.cancel();
    } else if (first > 0) {
      subscription.request(first);
    }
  }

  @Override
  public void onNext(Object element) {
    call.next(element);
  }

  @Override
  public void onError(Throwable failure) {
    call.fail(failure);
  }

  @Override
  public void onComplete() {
    call.end();
  }
}
