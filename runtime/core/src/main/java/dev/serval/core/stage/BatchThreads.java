package dev.serval.core.stage;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;

/** The threads that run batches of a replica, to interrupt them when it is closed. */
final class BatchThreads {

  // Guarded by this.
  private final Set<Thread> running = new HashSet<>();
  private boolean closed;

  /**
   * Runs {@code batch} on this thread.
   *
   * @throws Exception what it throws
   */
  Object run(Callable<Object> batch) throws Exception {
    begin();
    try {
      return batch.call();
    } finally {
      end();
    }
  }

  private synchronized void begin() throws InterruptedException {
    if (closed) {
      throw new InterruptedException("the replica is closed");
    }
    running.add(Thread.currentThread());
  }

  private synchronized void end() {
    running.remove(Thread.currentThread());
    // The thread may go on to other work, which this interrupt is not meant for.
    Thread.interrupted();
  }

  /** Interrupts those that run; none begins from now on. */
  synchronized void close() {
    closed = true;
    running.forEach(Thread::interrupt);
  }
}
