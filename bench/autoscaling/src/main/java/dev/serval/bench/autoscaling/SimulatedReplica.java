package dev.serval.bench.autoscaling;

/** One replica: how many requests it runs, and how many it last said it runs. */
final class SimulatedReplica {

  private boolean leaving;
  private int running;
  private int reported;

  boolean leaving() {
    return leaving;
  }

  int running() {
    return running;
  }

  /** Takes no more requests, and is gone when it has none. */
  void leave() {
    leaving = true;
  }

  void begin() {
    running++;
  }

  void end() {
    running--;
  }

  /** Reports; by how much the sum of all reports changes. */
  int report() {
    int change = running - reported;
    reported = running;
    return change;
  }
}
