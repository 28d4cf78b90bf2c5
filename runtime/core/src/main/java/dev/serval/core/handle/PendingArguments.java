package dev.serval.core.handle;

import dev.serval.core.call.Call;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Puts the values of responses that were passed as arguments in their places. The call is made when
 * the last has arrived, and does not count as queued before; the first that fails fails it.
 */
final class PendingArguments {

  private final Call call;
  private final Object[] arguments;

  PendingArguments(Call call, Object[] arguments) {
    this.call = call;
    this.arguments = arguments;
  }

  void whenResolved(Runnable send) {
    // One more than there are responses, so that nothing is sent before all were looked at.
    AtomicInteger missing = new AtomicInteger(1);
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof FutureResponse<?> response) {
        missing.incrementAndGet();
        follow(response, i, missing, send);
      }
    }
    arrived(missing, send);
  }

  private void follow(FutureResponse<?> response, int place, AtomicInteger missing, Runnable send) {
    response
        .future()
        .whenComplete(
            (value, failure) -> {
              if (failure == null) {
                arguments[place] = value;
                arrived(missing, send);
              } else {
                call.fail(response.errorOf(failure));
              }
            });
  }

  private static void arrived(AtomicInteger missing, Runnable send) {
    if (missing.decrementAndGet() == 0) {
      send.run();
    }
  }
}
