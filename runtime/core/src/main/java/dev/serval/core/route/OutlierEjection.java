package dev.serval.core.route;

import dev.serval.core.time.TimeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Takes a replica whose stage fails again and again out of the choice for a while: such a replica
 * answers fast, looks idle and would draw ever more calls. A replica is ejected after five failures
 * in a row, provided that another one is answering well, that at least one stays, and that no more
 * than half are out. The time doubles from 1 s to 30 s until it answers again. It is over at once
 * when nobody else is left to call.
 */
final class OutlierEjection {

  static final int FAILURES_IN_A_ROW = 5;
  static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
  static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final TimeSource time;
  private final RouterStats stats;
  private final Supplier<ReplicaSet> replicas;
  private final Runnable onReadmit;

  // Guarded by this.
  private final Map<Replica, Ejection> ejections = new HashMap<>();

  /**
   * @param replicas those that the router knows now
   * @param onReadmit runs, without the lock, when a replica is back in the choice
   */
  OutlierEjection(
      TimeSource time, RouterStats stats, Supplier<ReplicaSet> replicas, Runnable onReadmit) {
    this.time = time;
    this.stats = stats;
    this.replicas = replicas;
    this.onReadmit = onReadmit;
  }

  private static final class Ejection {
    private TimeSource.Timer end;
  }

  void failed(Replica replica) {
    if (replica.failed() < FAILURES_IN_A_ROW || replica.ejected()) {
      return;
    }
    synchronized (this) {
      if (replica.ejected() || !mayEject(replica, replicas.get())) {
        return;
      }
      int times = replica.eject();
      stats.ejections.increment();
      long nanos = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(times - 1, 10));
      Ejection ejection = new Ejection();
      ejections.put(replica, ejection);
      ejection.end = time.schedule(() -> over(replica, ejection), nanos);
    }
    // The one that answered well may have gone since it was looked at.
    keepOneUsable();
  }

  private void over(Replica replica, Ejection ejection) {
    synchronized (this) {
      if (!ejections.remove(replica, ejection)) {
        return;
      }
      replica.readmit();
    }
    onReadmit.run();
  }

  /**
   * Brings the replicas that were taken out back into the choice if no other one can be called. To
   * be asked whenever one goes or comes: a call must not wait for the end of a time-out while there
   * is a replica that might answer it.
   */
  void keepOneUsable() {
    synchronized (this) {
      if (ejections.isEmpty() || replicas.get().available() > 0) {
        return;
      }
      for (Replica replica : replicas.get().replicas) {
        if (replica.up() && !replica.draining()) {
          Ejection ended = ejections.remove(replica);
          if (ended != null) {
            ended.end.cancel();
            replica.readmit();
          }
        }
      }
    }
    onReadmit.run();
  }

  private static boolean mayEject(Replica failing, ReplicaSet set) {
    int out = 1;
    boolean anotherAnswersWell = false;
    for (Replica replica : set.replicas) {
      if (replica == failing) {
        continue;
      }
      if (replica.ejected()) {
        out++;
      } else if (replica.available() && replica.failuresInARow() == 0) {
        anotherAnswersWell = true;
      }
    }
    return anotherAnswersWell && out * 2 <= set.size();
  }
}
