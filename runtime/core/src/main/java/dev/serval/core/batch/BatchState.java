package dev.serval.core.batch;

import dev.serval.core.time.TimeSource;

/**
 * What the threads of a batcher share, under one lock that is never held while foreign code runs.
 *
 * <p>Any thread brings news, but one at a time decides what follows from it. A method that returns
 * {@code true} has made its caller that thread: it then calls {@link #look} until that returns
 * {@code null}, and does what it decides. Whether there is something to decide is read off the
 * state and not off the event, and is looked at once more before the deciding thread stops, so no
 * news is missed.
 */
final class BatchState {

  /** Calls queued behind busy lanes after which those no longer live are removed. */
  private static final int PURGE_AFTER = 256;

  private final TimeSource time;
  private final BatchQueue inbox;
  // The deciding thread uses it without the lock, the others read it under the lock if none
  // decides.
  private final BatchQueue queue;

  private volatile BatchOptions options;
  private Throwable closed;
  private Window window;
  private boolean deciding;
  private boolean laneFreed;
  private int busyLanes;
  private int queued;
  private int executing;

  BatchState(BatchOptions options, BatchQueue inbox, BatchQueue queue, TimeSource time) {
    this.options = options;
    this.inbox = inbox;
    this.queue = queue;
    this.time = time;
  }

  /**
   * What the deciding thread goes by.
   *
   * @param closed why all that wait have to leave, or {@code null}
   * @param lane whether a lane is free
   */
  record Look(BatchOptions options, Throwable closed, boolean lane) {}

  /**
   * The time until the oldest call is due. A batch that fills up earlier leaves the window as it
   * is: it ends before any later call is due, and a look too early costs less than a timer for each
   * batch.
   */
  static final class Window {
    private TimeSource.Timer timer;
  }

  synchronized int queued() {
    return queued;
  }

  synchronized int executing() {
    return executing;
  }

  int maxSize() {
    return options.maxSize();
  }

  synchronized boolean add(BatchEntry entry, int weight) {
    // The time is taken under the lock, so that the order of the queue is that of the times.
    inbox.add(entry, weight, time.nanoTime());
    queued++;
    return claim();
  }

  synchronized boolean laneFreed(int items) {
    busyLanes--;
    executing -= items;
    laneFreed = true;
    return claim();
  }

  synchronized boolean reconfigure(BatchOptions changed) {
    options = changed;
    window = null;
    return claim();
  }

  synchronized boolean close(Throwable reason) {
    closed = closed == null ? reason : closed;
    window = null;
    return claim();
  }

  synchronized boolean windowOver(Window over) {
    if (window != over) {
      return false;
    }
    window = null;
    return claim();
  }

  /**
   * The deciding thread gives up in the middle; what waits is for the next that is made to decide.
   */
  synchronized void abandon() {
    deciding = false;
  }

  /** Returns {@code null} if there is nothing to decide; this thread then no longer is the one. */
  synchronized Look look() {
    if (!undecided()) {
      deciding = false;
      return null;
    }
    inbox.moveTo(queue);
    laneFreed = false;
    return new Look(options, closed, busyLanes < options.maxConcurrent());
  }

  synchronized void run(int items) {
    queued -= items;
    executing += items;
    busyLanes++;
  }

  synchronized void left(int items) {
    queued -= items;
  }

  /**
   * A window for a timer to be set, or {@code null} if there is one, or if the look is outdated.
   */
  synchronized Window openWindow(Look decided) {
    if (window != null || options != decided.options() || closed != null) {
      return null;
    }
    window = new Window();
    return window;
  }

  /** Returns false if the window is over already. */
  synchronized boolean keep(Window opened, TimeSource.Timer timer) {
    opened.timer = timer;
    return window == opened;
  }

  synchronized void windowFailed(Window failed) {
    window = window == failed ? null : window;
  }

  /** The timer that is pending, or {@code null}. */
  synchronized TimeSource.Timer timer() {
    return window == null ? null : window.timer;
  }

  private boolean claim() {
    if (deciding || !undecided()) {
      return false;
    }
    deciding = true;
    return true;
  }

  private boolean undecided() {
    int waiting = inbox.size() + queue.size();
    if (waiting == 0 || closed != null) {
      return waiting > 0;
    }
    if (busyLanes >= options.maxConcurrent()) {
      // As many newcomers as there were left after the last purge pay for going through all.
      return inbox.size() >= Math.max(PURGE_AFTER, queue.size());
    }
    return window == null || laneFreed || inbox.weight() + queue.weight() >= options.maxSize();
  }
}
