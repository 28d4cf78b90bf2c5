package dev.serval.quarkus.runtime.http;

import dev.serval.quarkus.runtime.DrainOnShutdown;
import dev.serval.quarkus.runtime.ServalLifecycle;
import dev.serval.quarkus.runtime.ServalRuntime;
import dev.serval.quarkus.runtime.health.ProcessHealth;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.shutdown.ShutdownListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Lets HTTP requests under way end before the application stops, for at most the graceful shutdown
 * timeout, and then the calls that run for others. First the process says that it is not ready, and
 * still answers those who have not noticed, but ends each connection with the response: a client
 * that keeps its connection would otherwise send a request to a process that has gone. Once there
 * have been no requests for a while, or a share of the timeout has passed, it takes no new ones.
 */
public final class FinishRequests implements ShutdownListener {

  private static final Logger LOG = Logger.getLogger(FinishRequests.class);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Without a request for so long, all connections in use have had their last response. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Of the timeout; the rest is for the requests that run then. */
  private static final int SHARE_FOR_LAST_REQUESTS = 4;

  // After the requests, which make calls: nobody says in which order listeners of their own are
  // told.
  private final DrainOnShutdown calls = new DrainOnShutdown();

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
      calls.shutdown(notification);
    }
  }

  private static void leave() {
    ServalLifecycle lifecycle = Arc.container().instance(ServalLifecycle.class).get();
    if (lifecycle != null) {
      lifecycle.leave();
    }
    ProcessHealth health = Arc.container().instance(ProcessHealth.class).get();
    if (health != null) {
      health.leave();
    }
  }

  private static void await(BooleanSupplier condition, long deadlineNanos) {
    while (!condition.getAsBoolean() && System.nanoTime() - deadlineNanos < 0) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private static void finish() {
    IngressDoor door = Arc.container().instance(IngressDoor.class).get();
    ServalRuntime runtime = Arc.container().instance(ServalRuntime.class).get();
    if (door == null || runtime == null) {
      return;
    }
    long timeout = runtime.host().settings().shutdownTimeout().toNanos();
    long now = System.nanoTime();
    // Between two versions in dev mode, and in tests, nobody would be spared anything.
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      door.takeLastRequests();
      await(() -> door.quietFor(QUIET_NANOS), now + timeout / SHARE_FOR_LAST_REQUESTS);
    }
    door.drain();
    await(() -> door.quietFor(0), now + timeout);
    Slots slots = door.slots();
    int left = slots.occupied() + slots.queued();
    if (left > 0) {
      LOG.warnf("%d requests did not end in time and are cut off", left);
    }
  }
}
