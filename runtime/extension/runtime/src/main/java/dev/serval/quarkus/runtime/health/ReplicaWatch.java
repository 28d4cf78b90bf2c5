package dev.serval.quarkus.runtime.health;

import dev.serval.core.time.TimeSource;
import dev.serval.quarkus.runtime.config.HealthSettings;
import org.jboss.logging.Logger;

/**
 * Asks a replica for its health at its start and every period after an answer, each time on a
 * virtual thread of its own. A replica that fails often enough in a row is ill until it answers
 * well again.
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
  private final TimeSource time;
  private volatile String illness;
  private volatile String unproven = "its health is not known yet";

  // Guarded by this.
  private TimeSource.Timer timer;
  private Thread asking;
  private int failures;
  private boolean closed;

  /**
   * @param time says when to ask and when an answer is late
   */
  ReplicaWatch(String replica, Check check, HealthSettings settings, TimeSource time) {
    this.replica = replica;
    this.check = check;
    this.settings = settings;
    this.time = time;
  }

  String replica() {
    return replica;
  }

  /** Why the replica is ill, or {@code null} if it is not. */
  String illness() {
    return illness;
  }

  /**
   * Why the replica can't be said to have started well, or {@code null} from its first good answer
   * on.
   */
  String unproven() {
    return unproven;
  }

  /** Asks for the first time, at once. */
  void start() {
    ask();
  }

  private void askLater() {
    if (!closed) {
      timer = time.schedule(this::ask, settings.period().toNanos());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
    if (asking != null) {
      asking.interrupt();
      asking = null;
    }
  }

  /** Runs the method apart, since it may never return. */
  private synchronized void ask() {
    if (closed) {
      return;
    }
    Thread thread = Thread.ofVirtual().name("health-check-" + replica).unstarted(this::runCheck);
    asking = thread;
    timer = time.schedule(() -> late(thread), settings.timeout().toNanos());
    thread.start();
  }

  private void runCheck() {
    String wrong = null;
    try {
      check.run();
    } catch (Exception | LinkageError | AssertionError failure) {
      wrong = failure.toString();
    }
    answered(Thread.currentThread(), wrong);
  }

  private void late(Thread thread) {
    if (answered(thread, "did not answer within " + settings.timeout())) {
      thread.interrupt();
    }
  }

  /** Takes the first answer of {@code thread}; false if there was one or nobody asks any more. */
  private synchronized boolean answered(Thread thread, String wrong) {
    if (asking != thread) {
      return false;
    }
    asking = null;
    timer.cancel();
    judge(wrong);
    askLater();
    return true;
  }

  synchronized void judge(String wrong) {
    if (wrong == null) {
      if (illness != null) {
        LOG.infof("Replica %s is well again", replica);
      }
      failures = 0;
      illness = null;
      unproven = null;
      return;
    }
    failures++;
    if (unproven != null) {
      unproven = wrong;
    }
    LOG.warnf("Health check of replica %s failed, %d in a row: %s", replica, failures, wrong);
    if (failures >= settings.failureThreshold()) {
      illness = wrong;
    }
  }
}
