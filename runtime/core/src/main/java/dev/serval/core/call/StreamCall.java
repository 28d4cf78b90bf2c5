package dev.serval.core.call;

import dev.serval.api.CallOptions;
import dev.serval.api.error.ServeException;
import java.util.concurrent.Flow;
import org.jboss.logging.Logger;

/** A call that answers with a stream. The subscriber's demand is the stream's flow control. */
public final class StreamCall extends Call implements Flow.Subscription {

  private static final Logger LOG = Logger.getLogger(StreamCall.class);

  private final Flow.Subscriber<Object> subscriber;

  // Guarded by this.
  private long requested;
  private long passedOn;
  private long received;

  /** A call whose elements go to {@code subscriber}; nothing flows before it asks. */
  public StreamCall(
      CallTarget target,
      Object[] arguments,
      CallOptions options,
      Scope scope,
      long nowNanos,
      Flow.Subscriber<Object> subscriber) {
    super(target, arguments, options, scope, nowNanos);
    this.subscriber = subscriber;
  }

  @Override
  public void request(long elements) {
    if (elements <= 0) {
      cancel(CancelReason.CANCELLED);
      subscriber.onError(
          new IllegalArgumentException("request(n) needs n > 0, but n is " + elements));
      return;
    }
    synchronized (this) {
      requested = requested + elements < 0 ? Long.MAX_VALUE : requested + elements;
    }
    Route holder = route();
    if (holder != null) {
      holder.demanded(this);
    }
  }

  @Override
  public void cancel() {
    cancel(CancelReason.CANCELLED);
  }

  @Override
  public synchronized long takeDemand() {
    long demand = requested - passedOn;
    passedOn = requested;
    return demand;
  }

  @Override
  public synchronized void reoffered() {
    passedOn = received;
  }

  /** Once the subscriber has seen an element, a second run would show it the same ones again. */
  @Override
  public synchronized boolean mayRepeat() {
    return idempotent() && received == 0;
  }

  @Override
  public void element(Object element) {
    if (ended()) {
      return;
    }
    synchronized (this) {
      received++;
    }
    Scope before = Scope.enter(scope());
    try {
      subscriber.onNext(element);
    } catch (RuntimeException | Error broken) {
      // Rule 2.13 of Reactive Streams: such a subscriber has cancelled. Nobody else is to suffer.
      LOG.errorf(broken, "A subscriber of %s failed", target().displayName());
      cancel(CancelReason.CANCELLED);
    } finally {
      Scope.exit(before);
    }
  }

  @Override
  protected void succeeded(Object result) {
    tell(subscriber::onComplete);
  }

  @Override
  protected void failed(ServeException error) {
    tell(() -> subscriber.onError(error));
  }

  private void tell(Runnable outcome) {
    try {
      Scope.run(scope(), outcome);
    } catch (RuntimeException | Error broken) {
      LOG.errorf(broken, "A subscriber of %s failed", target().displayName());
    }
  }
}
