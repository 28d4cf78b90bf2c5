package dev.serval.quarkus.runtime.http;

import dev.serval.core.call.Scope;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.EmptyUniSubscription;
import io.smallrye.mutiny.operators.AbstractUni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;

/**
 * The asynchronous result of a resource method: subscribed to in the scope of its request, and
 * cancelled when nobody waits for it any more. Nothing is signalled then; the request is closed
 * instead.
 */
final class ScopedUni<T> extends AbstractUni<T> {

  private final Uni<T> result;
  private final HttpScope scope;
  private final Runnable close;

  ScopedUni(Uni<T> result, HttpScope scope, Runnable close) {
    this.result = result;
    this.scope = scope;
    this.close = close;
  }

  @Override
  public void subscribe(UniSubscriber<? super T> subscriber) {
    Relay<T> relay = new Relay<>(subscriber, close);
    if (!scope.onAbandon(relay)) {
      subscriber.onSubscribe(EmptyUniSubscription.CANCELLED);
      close.run();
      return;
    }
    Scope before = Scope.enter(scope);
    try {
      AbstractUni.subscribe(result, relay);
    } finally {
      Scope.exit(before);
    }
  }

  private static final class Relay<T> implements UniSubscriber<T>, Runnable {

    private final UniSubscriber<? super T> subscriber;
    private final Runnable close;

    // Guarded by this.
    private UniSubscription subscription;
    private boolean ended;

    Relay(UniSubscriber<? super T> subscriber, Runnable close) {
      this.subscriber = subscriber;
      this.close = close;
    }

    @Override
    public void run() {
      UniSubscription cancelled;
      if (!end()) {
        return;
      }
      synchronized (this) {
        cancelled = subscription;
      }
      if (cancelled != null) {
        cancelled.cancel();
      }
      close.run();
    }

    private synchronized boolean end() {
      boolean first = !ended;
      ended = true;
      return first;
    }

    @Override
    public void onSubscribe(UniSubscription subscription) {
      boolean late;
      synchronized (this) {
        this.subscription = subscription;
        late = ended;
      }
      subscriber.onSubscribe(subscription);
      if (late) {
        subscription.cancel();
      }
    }

    @Override
    public void onItem(T item) {
      if (end()) {
        subscriber.onItem(item);
      }
    }

    @Override
    public void onFailure(Throwable failure) {
      if (end()) {
        subscriber.onFailure(failure);
      }
    }
  }
}
