package dev.serval.core.wire;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes a stream, no more of it than it was told to ask for. */
final class Taker implements Flow.Subscriber<Object> {

  private final long first;
  volatile Flow.Subscription subscription;
  final List<Object> elements = new CopyOnWriteArrayList<>();
  final AtomicInteger count = new AtomicInteger();
  final CompletableFuture<Void> end = new CompletableFuture<>();

  Taker(long first) {
    this.first = first;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (first > 0) {
      given.request(first);
    }
  }

  @Override
  public void onNext(Object element) {
    if (count.incrementAndGet() <= 1000) {
      elements.add(element);
    }
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
