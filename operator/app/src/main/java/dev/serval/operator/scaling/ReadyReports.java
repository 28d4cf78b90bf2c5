package dev.serval.operator.scaling;

import java.util.Collection;

/**
 * How many of some replicas that take calls report their load.
 *
 * @param ready how many take calls
 * @param reporting how many of these report
 */
public record ReadyReports(int ready, int reporting) {

  static final ReadyReports NONE = new ReadyReports(0, 0);

  static ReadyReports together(Collection<ReadyReports> all) {
    return new ReadyReports(
        all.stream().mapToInt(ReadyReports::ready).sum(),
        all.stream().mapToInt(ReadyReports::reporting).sum());
  }

  /** At least so many take calls: who isn't known by name isn't known to report. */
  ReadyReports ofAtLeast(int replicas) {
    return new ReadyReports(Math.max(ready, replicas), reporting);
  }

  boolean areAll() {
    return reporting >= ready;
  }
}
