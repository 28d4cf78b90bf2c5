package dev.serval.bench.autoscaling;

/** One replica: how many requests it runs, and how many it said it runs. */
final class SimulatedReplica {

  private final ReportedCount reported = new ReportedCount();
  private boolean leaving;
  private int running;

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

  /** What it said. */
  ReportedCount reported() {
    return reported;
  }
}
