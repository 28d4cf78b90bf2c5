package dev.serval.quarkus.runtime.health;

import dev.serval.quarkus.runtime.config.HealthSettings;
import org.jboss.logging.Logger;

/**
 * Asks a replica for its health every period, on a virtual thread of its own. A replica that fails
 * often enough in a row is ill until it answers well again.
 */
final class ReplicaWatch implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ReplicaWatch.class);

  /** Asks the stage; throws if it is not well. */
  @FunctionalInterface
  interface Check {
    void run() throws Exception;
  }

  private final String replica;
  private final Check check;
  private final HealthSettings settings;
  private Thread watching;
  private int failures;
  private volatile String illness;

  ReplicaWatch(String replica, Check check, HealthSettings settings) {
    this.replica = replica;
    this.check = check;
    this.settings = settings;
  }

  String replica() {
    return replica;
  }

  /** Why the replica is ill, or {@code null} if it is not. */
  String illness() {
    return illness;
  }

  void start() {
    watching = Thread.ofVirtual().name("health-" + replica).start(this::watch);
  }

  @Override
  public void close() {
    if (watching != null) {
      watching.interrupt();
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(settings.period());
        judge(ask());
      }
    } catch (InterruptedException closed) {
      // The process stops.
    }
  }

  /** What is wrong, or {@code null}. The method runs apart, since it may never return. */
  private String ask() throws InterruptedException {
    String[] wrong = {"did not answer within " + settings.timeout()};
    Thread asking =
        Thread.ofVirtual()
            .name("health-check-" + replica)
            .start(
                () -> {
                  try {
                    check.run();
                    wrong[0] = null;
                  } catch (Exception | LinkageError | AssertionError failure) {
                    wrong[0] = failure.toString();
                  }
                });
    if (!asking.join(settings.timeout())) {
      asking.interrupt();
      return "did not answer within " + settings.timeout();
    }
    return wrong[0];
  }

  void judge(String wrong) {
    if (wrong == null) {
      if (illness != null) {
        LOG.infof("Replica %s is well again", replica);
      }
      failures = 0;
      illness = null;
      return;
    }
    failures++;
    LOG.warnf("Health check of replica %s failed, %d in a row: %s", replica, failures, wrong);
    if (failures >= settings.failureThreshold()) {
      illness = wrong;
    }
  }
}
