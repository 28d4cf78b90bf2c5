package dev.serval.core.batch;

/** Told what a batcher does; for metrics. Implementations do not block and do not throw. */
public interface BatchObserver {

  /** An observer that ignores everything. */
  BatchObserver NONE = (size, limit, waitNanos, executionNanos) -> {};

  /**
   * A batch has ended.
   *
   * @param size items, or weight, in the batch
   * @param limit the most it could have held
   * @param waitNanos how long its first item waited
   * @param executionNanos how long the method ran
   */
  void executed(int size, int limit, long waitNanos, long executionNanos);
}
