package dev.serval.core.call;

import dev.serval.api.CallOptions;
import dev.serval.api.error.ServeException;
import java.util.concurrent.Flow;
import org.jboss.logging.Logger;

/**
 * A call that answers with a stream. The subscriber's demand is the stream's flow control. The
 * subscriber is told one thing at a time, and nothing more once it has cancelled.
 */
public final class StreamCall extends Call implements Flow.Subscription {

  private static final Logger LOG = Logger.getLogger(StreamCall.class);

  private final Flow.Subscriber<Object> subscriber;
  private volatile boolean unsubscribed;
  private volatile IllegalArgumentException misuse;

  // Guarded by this.
  private long requested;
  private long passedOn;
  private long received;
  private int elementsInHand;
  private Runnable last;

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
      misuse = new IllegalArgumentException("request(n) needs n > 0, but n is " + elements);
      cancel(CancelReason.CANCELLED);
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
    unsubscribed = true;
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
    synchronized (this) {
      if (ended()) {
        return;
      }
      received++;
      elementsInHand++;
    }
    Scope before = Scope.enter(scope());
    try {
      subscriber.onNext(element);
    } catch (Throwable broken) {
      LOG.warnf(
          broken, "A subscriber to %s threw and is told nothing more", target().displayName());
      cancel();
    } finally {
      Scope.exit(before);
      elementHandedOver();
    }
  }

  private void elementHandedOver() {
    Runnable signal;
    synchronized (this) {
      signal = --elementsInHand == 0 ? last : null;
    }
    if (signal != null) {
      tell(signal);
    }
  }

  @Override
  protected void succeeded(Object result) {
    tellAfterElements(subscriber::onComplete);
  }

  @Override
  protected void failed(ServeException error) {
    if (!unsubscribed) {
      Throwable told = misuse == null ? error : misuse;
      tellAfterElements(() -> subscriber.onError(told));
    }
  }

  /** A cancellation comes from any thread, while another may be handing over an element. */
  private void tellAfterElements(Runnable signal) {
    synchronized (this) {
      if (elementsInHand > 0) {
        last = signal;
        return;
      }
    }
    tell(signal);
  }

  private void tell(Runnable signal) {
    try {
      Scope.run(scope(), signal);
    } catch (Throwable broken) {
      LOG.warnf(broken, "A subscriber to %s threw at the end", target().displayName());
    }
  }
}
