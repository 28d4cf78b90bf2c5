package dev.serval.core.wire;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Publishes a number of elements and remembers what it was asked for. */
final class CountingPublisher implements Flow.Publisher<Object>, Flow.Subscription {

  private final int count;
  private final Function<Integer, Object> element;
  private final boolean async;
  private final AtomicLong demand = new AtomicLong();
  private Flow.Subscriber<? super Object> subscriber;
  private int published;

  final AtomicLong requested = new AtomicLong();
  final AtomicBoolean cancelled = new AtomicBoolean();

  CountingPublisher(int count, Function<Integer, Object> element, boolean async) {
    this.count = count;
    this.element = element;
    this.async = async;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Object> subscriber) {
    this.subscriber = subscriber;
    subscriber.onSubscribe(this);
  }

  @Override
  public void request(long elements) {
    requested.addAndGet(elements);
    if (demand.getAndAdd(elements) == 0) {
      if (async) {
        Thread.startVirtualThread(this::publish);
      } else {
        publish();
      }
    }
  }

  /** One thread at a time: whoever raised the demand from zero. */
  private void publish() {
    do {
      if (cancelled.get()) {
        return;
      }
      if (published == count) {
        cancelled.set(true);
        subscriber.onComplete();
        return;
      }
      subscriber.onNext(element.apply(published++));
      if (published == count && !cancelled.get()) {
        cancelled.set(true);
        subscriber.onComplete();
        return;
      }
    } while (demand.decrementAndGet() > 0);
  }

  @Override
  public void cancel() {
    cancelled.set(true);
  }
}
