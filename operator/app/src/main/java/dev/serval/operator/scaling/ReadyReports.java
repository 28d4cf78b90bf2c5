package dev.serval.operator.scaling;

/**
 * How many of some replicas that take calls report their load.
 *
 * @param ready how many take calls
 * @param reporting how many of these report
 */
public record ReadyReports(int ready, int reporting) {

  static final ReadyReports NONE = new ReadyReports(0, 0);

  ReadyReports and(ReadyReports others) {
    return new ReadyReports(ready + others.ready, reporting + others.reporting);
  }

  /** At least so many take calls: who isn't known by name isn't known to report. */
  ReadyReports ofAtLeast(int replicas) {
    return new ReadyReports(Math.max(ready, replicas), reporting);
  }

  boolean areAll() {
    return reporting >= ready;
  }
}
