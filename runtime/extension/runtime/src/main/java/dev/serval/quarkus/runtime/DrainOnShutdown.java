package dev.serval.quarkus.runtime;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.shutdown.ShutdownListener;

/** Lets calls under way end before the application stops. */
public final class DrainOnShutdown implements ShutdownListener {

  @Override
  public void shutdown(ShutdownNotification notification) {
    try {
      Arc.container().instance(ServalLifecycle.class).get().drain();
    } finally {
      notification.done();
    }
  }
}
