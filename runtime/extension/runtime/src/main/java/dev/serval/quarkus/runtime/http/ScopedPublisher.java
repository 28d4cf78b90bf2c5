package dev.serval.quarkus.runtime.http;

import dev.serval.core.call.Scope;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.util.concurrent.Flow;

/**
 * The stream that a resource method answers with: what runs for its subscription and its demand
 * runs in the scope of the request. Cancelled when nobody reads it any more.
 */
final class ScopedPublisher<T> extends AbstractMulti<T> {

  private final Flow.Publisher<T> stream;
  private final HttpScope scope;
  private final Runnable close;

  ScopedPublisher(Flow.Publisher<T> stream, HttpScope scope, Runnable close) {
    this.stream = stream;
    this.scope = scope;
    this.close = close;
  }

  @Override
  public void subscribe(MultiSubscriber<? super T> subscriber) {
    Scope.run(scope, () -> stream.subscribe(new Relay<>(subscriber, scope, close)));
  }

  private static final class Relay<T> implements MultiSubscriber<T>, Flow.Subscription, Runnable {

    private final MultiSubscriber<? super T> subscriber;
    private final HttpScope scope;
    private final Runnable close;
    private volatile Flow.Subscription subscription;
    private volatile boolean ended;

    Relay(MultiSubscriber<? super T> subscriber, HttpScope scope, Runnable close) {
      this.subscriber = subscriber;
      this.scope = scope;
      this.close = close;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscriber.onSubscribe(this);
      if (!scope.onAbandon(this)) {
        run();
      }
    }

    /** Nobody reads the stream any more. */
    @Override
    public void run() {
      ended = true;
      subscription.cancel();
      close.run();
    }

    @Override
    public void request(long elements) {
      if (!ended) {
        Scope.run(scope, () -> subscription.request(elements));
      }
    }

    @Override
    public void cancel() {
      ended = true;
      Scope.run(scope, subscription::cancel);
    }

    @Override
    public void onItem(T item) {
      if (!ended) {
        subscriber.onItem(item);
      }
    }

    @Override
    public void onFailure(Throwable failure) {
      if (!ended) {
        subscriber.onFailure(failure);
      }
    }

    @Override
    public void onCompletion() {
      if (!ended) {
        subscriber.onCompletion();
      }
    }
  }
}
