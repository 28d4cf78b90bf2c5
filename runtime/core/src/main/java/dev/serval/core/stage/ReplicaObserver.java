package dev.serval.core.stage;

import dev.serval.core.batch.BatchObserver;

/** Told what a replica does; for metrics. Implementations do not block and do not throw. */
public interface ReplicaObserver {

  /** An observer that ignores everything. */
  ReplicaObserver NONE =
      new ReplicaObserver() {
        @Override
        public void ended(StageMethod method, Throwable failure, long nanos) {
          // Ignored.
        }

        @Override
        public BatchObserver batches(StageMethod method) {
          return BatchObserver.NONE;
        }
      };

  /**
   * A call has ended.
   *
   * @param failure what the stage threw, or {@code null}
   * @param nanos from admission to the end
   */
  void ended(StageMethod method, Throwable failure, long nanos);

  /** The observer of the batches of a method. */
  BatchObserver batches(StageMethod method);
}
