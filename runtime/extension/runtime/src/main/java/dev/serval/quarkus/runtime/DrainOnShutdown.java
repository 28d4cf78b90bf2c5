package dev.serval.quarkus.runtime;

import dev.serval.core.app.ApplicationHost;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.shutdown.ShutdownListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Lets calls under way end before the application stops, for at most the time that the settings
 * give them.
 */
public final class DrainOnShutdown implements ShutdownListener {

  private static final Logger LOG = Logger.getLogger(DrainOnShutdown.class);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  @Override
  public void shutdown(ShutdownNotification notification) {
    try {
      ServalRuntime runtime = Arc.container().instance(ServalRuntime.class).get();
      if (runtime != null) {
        drain(runtime.host());
      }
    } finally {
      notification.done();
    }
  }

  private static void drain(ApplicationHost host) {
    Duration timeout = host.settings().shutdownTimeout();
    long deadline = System.nanoTime() + timeout.toNanos();
    host.drain();
    while (host.ongoing() > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    int left = host.ongoing();
    if (left > 0) {
      LOG.warnf("%d calls did not end within %s and are cancelled", left, timeout);
    }
  }
}
