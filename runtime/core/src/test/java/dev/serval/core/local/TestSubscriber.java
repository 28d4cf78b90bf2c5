package dev.serval.core.local;

import dev.serval.api.CallOptions;
import dev.serval.core.call.StreamCall;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** Takes elements as the test asks for them. */
final class TestSubscriber implements Flow.Subscriber<Object> {

  private final List<Object> elements = new CopyOnWriteArrayList<>();
  private volatile Throwable error;
  private volatile int ends;

  /** Calls a streaming method; nothing flows before something is requested. */
  static StreamCall subscribe(
      LocalRig rig, String method, TestSubscriber subscriber, Object... arguments) {
    StreamCall call =
        new StreamCall(rig.target(method), arguments, CallOptions.DEFAULTS, null, 0, subscriber);
    rig.router.submit(call);
    return call;
  }

  List<Object> elements() {
    return elements;
  }

  Throwable error() {
    return error;
  }

  boolean ended() {
    return ends > 0;
  }

  int ends() {
    return ends;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    // The call itself is the subscription.
  }

  @Override
  public void onNext(Object element) {
    elements.add(element);
  }

  @Override
  public synchronized void onError(Throwable failure) {
    error = failure;
    ends++;
  }

  @Override
  public synchronized void onComplete() {
    ends++;
  }
}
