package dev.serval.core.route;

import dev.serval.core.time.TimeSource;
import java.util.concurrent.TimeUnit;

/**
 * Takes a replica whose stage fails again and again out of the choice for a while: such a replica
 * answers fast, looks idle and would draw ever more calls. A replica is ejected after five failures
 * in a row, provided that another one is answering well, that at least one stays, and that no more
 * than half are out. The time doubles from 1 s to 30 s until it answers again.
 */
final class OutlierEjection {

  static final int FAILURES_IN_A_ROW = 5;
  static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
  static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final TimeSource time;
  private final RouterStats stats;
  private final Runnable onReadmit;

  OutlierEjection(TimeSource time, RouterStats stats, Runnable onReadmit) {
    this.time = time;
    this.stats = stats;
    this.onReadmit = onReadmit;
  }

  void failed(Replica replica, ReplicaSet set) {
    if (replica.failed() < FAILURES_IN_A_ROW || replica.ejected()) {
      return;
    }
    synchronized (this) {
      if (replica.ejected() || !mayEject(replica, set)) {
        return;
      }
      int times = replica.eject();
      stats.ejections.increment();
      long nanos = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(times - 1, 10));
      time.schedule(
          () -> {
            replica.readmit();
            onReadmit.run();
          },
          nanos);
    }
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
