package dev.serval.core.batch;

import java.util.Arrays;
import java.util.List;

/**
 * The calls that wait for a batch, oldest first, and the decision which of them run now. It knows
 * neither threads nor timers: one thread at a time uses it, and tells it the time.
 *
 * <p>The order is strictly first in, first out. An item that does not fit the batch at hand stays
 * at the head and opens the next one, unlike in Ray Serve, where it moves to the back: there
 * lighter items that keep arriving overtake a heavy one without bound, while here each item waits
 * for those before it alone. The price is some room left empty in the batch that runs without it.
 */
final class BatchQueue {

  private static final int INITIAL_CAPACITY = 16;

  // Three arrays and no node per call: the waiting calls, from head to tail, oldest first.
  private BatchEntry[] entries = new BatchEntry[INITIAL_CAPACITY];
  private int[] weights = new int[INITIAL_CAPACITY];
  private long[] arrivals = new long[INITIAL_CAPACITY];
  private int head;
  private int tail;
  private long weight;

  private final Callers callers;

  BatchQueue(Callers callers) {
    this.callers = callers;
  }

  /** What to do about the queue. */
  sealed interface Decision {}

  /**
   * Execute these calls, which have left the queue.
   *
   * @param weights the weight of each entry
   * @param oldestArrival nanoseconds, when the first of them arrived
   */
  record Run(BatchEntry[] entries, int[] weights, long oldestArrival) implements Decision {}

  /** Nothing is due before this time, in nanoseconds, unless more calls arrive. */
  record Wait(long until) implements Decision {}

  /** Nothing waits. */
  record Idle() implements Decision {}

  /** A call that left the queue without being executed, and the error it ends with. */
  record Left(BatchEntry entry, Throwable reason) {}

  static final Decision IDLE = new Idle();

  int size() {
    return tail - head;
  }

  /** The weight of all that wait, including the calls that are no longer live. */
  long weight() {
    return weight;
  }

  void add(BatchEntry entry, int itemWeight, long arrival) {
    makeRoom(1);
    entries[tail] = entry;
    weights[tail] = itemWeight;
    arrivals[tail] = arrival;
    tail++;
    weight += itemWeight;
  }

  /** Moves all calls to the end of another queue. */
  void moveTo(BatchQueue other) {
    int count = size();
    other.makeRoom(count);
    copyTo(other.entries, other.weights, other.arrivals, other.tail);
    other.tail += count;
    other.weight += weight;
    forget(head, tail);
    head = 0;
    tail = 0;
    weight = 0;
  }

  /**
   * Decides for a free lane. A batch is full if its weight is at the limit or the next item does
   * not fit; it is overdue once its first item has waited {@link BatchOptions#maxWait}.
   *
   * @param left takes the calls found on the way that are not live, or too heavy for any batch
   */
  Decision next(long now, BatchOptions options, List<Left> left) {
    if (size() == 0) {
      return IDLE;
    }
    long maxWait = options.maxWait().toNanos();
    if (weight < options.maxSize() && now - arrivals[head] < maxWait) {
      // Calls that are not live make the matter less urgent, never more: no need to look for them.
      return new Wait(arrivals[head] + maxWait);
    }
    int kept = head;
    int seen = head;
    int batchWeight = 0;
    boolean full = false;
    for (; seen < tail && !full; seen++) {
      if (leaves(seen, now, options.maxSize(), left)) {
        continue;
      }
      if (batchWeight + weights[seen] > options.maxSize()) {
        full = true;
        break;
      }
      batchWeight += weights[seen];
      full = batchWeight == options.maxSize();
      move(seen, kept++);
    }
    if (kept > head && (full || now - arrivals[head] >= maxWait)) {
      Run run =
          new Run(
              Arrays.copyOfRange(entries, head, kept),
              Arrays.copyOfRange(weights, head, kept),
              arrivals[head]);
      forget(head, seen);
      head = seen;
      weight -= batchWeight;
      return run;
    }
    shrinkTo(kept);
    return size() == 0 ? IDLE : new Wait(arrivals[head] + maxWait);
  }

  /**
   * Removes the calls that are not live, or too heavy for any batch, without looking for a batch.
   */
  void purge(long now, int maxSize, List<Left> left) {
    int kept = head;
    for (int seen = head; seen < tail; seen++) {
      if (!leaves(seen, now, maxSize, left)) {
        move(seen, kept++);
      }
    }
    shrinkTo(kept);
  }

  /** Removes every call. */
  void clear(Throwable reason, List<Left> left) {
    for (int i = head; i < tail; i++) {
      left.add(new Left(entries[i], reason));
    }
    shrinkTo(head);
    weight = 0;
  }

  private boolean leaves(int index, long now, int maxSize, List<Left> left) {
    BatchEntry entry = entries[index];
    if (!callers.live(entry, now)) {
      left.add(new Left(entry, callers.noLongerLive()));
    } else if (weights[index] > maxSize) {
      left.add(new Left(entry, callers.tooHeavy(weights[index], maxSize)));
    } else {
      return false;
    }
    weight -= weights[index];
    return true;
  }

  private void move(int from, int to) {
    entries[to] = entries[from];
    weights[to] = weights[from];
    arrivals[to] = arrivals[from];
  }

  private void shrinkTo(int newTail) {
    forget(newTail, tail);
    tail = newTail;
  }

  private void forget(int from, int to) {
    Arrays.fill(entries, from, to, null);
  }

  private void makeRoom(int count) {
    if (size() == 0) {
      head = 0;
      tail = 0;
    }
    if (count <= entries.length - tail) {
      return;
    }
    int needed = Math.addExact(size(), count);
    if (needed <= entries.length / 2) {
      // The calls that left since the last time, at least as many as are moved, pay for it.
      copyTo(entries, weights, arrivals, 0);
      forget(head, tail);
    } else {
      int capacity = Math.multiplyExact(needed, 2);
      BatchEntry[] newEntries = new BatchEntry[capacity];
      int[] newWeights = new int[capacity];
      long[] newArrivals = new long[capacity];
      copyTo(newEntries, newWeights, newArrivals, 0);
      entries = newEntries;
      weights = newWeights;
      arrivals = newArrivals;
    }
    tail -= head;
    head = 0;
  }

  private void copyTo(BatchEntry[] toEntries, int[] toWeights, long[] toArrivals, int at) {
    System.arraycopy(entries, head, toEntries, at, size());
    System.arraycopy(weights, head, toWeights, at, size());
    System.arraycopy(arrivals, head, toArrivals, at, size());
  }
}
