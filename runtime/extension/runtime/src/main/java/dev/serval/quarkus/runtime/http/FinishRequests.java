package dev.serval.quarkus.runtime.http;

import dev.serval.quarkus.runtime.ServalRuntime;
import dev.serval.quarkus.runtime.health.ProcessHealth;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.shutdown.ShutdownListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Lets HTTP requests under way end before the application stops, for at most the graceful shutdown
 * timeout. Meanwhile the process says that it is not ready, and still answers who has not noticed.
 */
public final class FinishRequests implements ShutdownListener {

  private static final Logger LOG = Logger.getLogger(FinishRequests.class);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  @Override
  public void preShutdown(ShutdownNotification notification) {
    leave();
    notification.done();
  }

  @Override
  public void shutdown(ShutdownNotification notification) {
    try {
      leave();
      finish();
    } finally {
      notification.done();
    }
  }

  private static void leave() {
    ProcessHealth health = Arc.container().instance(ProcessHealth.class).get();
    if (health != null) {
      health.leave();
    }
  }

  private static void finish() {
    IngressDoor door = Arc.container().instance(IngressDoor.class).get();
    ServalRuntime runtime = Arc.container().instance(ServalRuntime.class).get();
    if (door == null || runtime == null) {
      return;
    }
    Slots slots = door.slots();
    long deadline = System.nanoTime() + runtime.host().settings().shutdownTimeout().toNanos();
    while (slots.occupied() + slots.queued() > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    int left = slots.occupied() + slots.queued();
    if (left > 0) {
      LOG.warnf("%d requests did not end in time and are cut off", left);
    }
  }
}
