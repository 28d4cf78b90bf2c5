package dev.serval.quarkus.runtime.http;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * How many requests may be under way at a time, and the queue of those that wait for others to end:
 * first in, first out.
 *
 * <p>While nobody waits, taking and giving back a slot cost one atomic operation each.
 */
public final class Slots {

  /** The value of {@code maxQueued} that sets no bound. */
  public static final int UNBOUNDED = -1;

  private static final double LONGEST_WAIT_SECONDS = 60;

  /** Told that the slot it waited for is now its own. Called without locks held, on any thread. */
  interface Waiter {
    void granted();
  }

  /** What became of a request for a slot. */
  enum Answer {
    TAKEN,
    QUEUED,
    FULL
  }

  private final LongSupplier nanoTime;
  private volatile int limit;
  private volatile int maxQueued;
  private volatile Runnable onBusyChange;
  private final AtomicInteger occupied = new AtomicInteger();
  private volatile boolean someoneWaits;

  // Guarded by this. A set, since waiting requests may leave from anywhere.
  private final LinkedHashSet<Waiter> waiting = new LinkedHashSet<>();
  private double secondsPerRequest;

  /**
   * @param nanoTime the clock that tells how long slots are held
   */
  Slots(int limit, int maxQueued, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.limit = limit;
    this.maxQueued = maxQueued;
  }

  /**
   * Changes the bounds. Requests that have a slot or wait keep it and their place; those that wait
   * for a slot that there now is are granted it.
   */
  void reconfigure(int changedLimit, int changedMaxQueued) {
    limit = changedLimit;
    maxQueued = changedMaxQueued;
    grant();
  }

  /**
   * Runs {@code action} when the first request comes, the last one ends, one begins to wait or the
   * last one that waited has left; on the thread that brings that about, which it does not block.
   */
  public void onBusyChange(Runnable action) {
    onBusyChange = action;
  }

  /** Slots there are. */
  public int limit() {
    return limit;
  }

  /** Slots taken now. */
  public int occupied() {
    return occupied.get();
  }

  /** Requests that wait now. */
  public synchronized int queued() {
    return waiting.size();
  }

  /** Takes a slot, or a place in the queue. */
  Answer take(Waiter waiter) {
    Answer answer = !someoneWaits && occupy() ? Answer.TAKEN : takeOrQueue(waiter);
    if (answer == Answer.QUEUED || answer == Answer.TAKEN && occupied.get() == 1) {
      tell();
    }
    return answer;
  }

  private void tell() {
    Runnable told = onBusyChange;
    if (told != null) {
      told.run();
    }
  }

  private Answer takeOrQueue(Waiter waiter) {
    synchronized (this) {
      // Whoever gives a slot back after this is seen looks for those that wait; whoever did before
      // is seen by the second try.
      someoneWaits = true;
      if (waiting.isEmpty() && occupy()) {
        someoneWaits = false;
        return Answer.TAKEN;
      }
      if (maxQueued != UNBOUNDED && waiting.size() >= maxQueued) {
        return Answer.FULL;
      }
      waiting.add(waiter);
      return Answer.QUEUED;
    }
  }

  /** Leaves the queue; false if the waiter is not in it, since it has been granted a slot. */
  boolean leave(Waiter waiter) {
    boolean left;
    boolean emptied;
    synchronized (this) {
      left = waiting.remove(waiter);
      someoneWaits = !waiting.isEmpty();
      emptied = left && !someoneWaits;
    }
    if (emptied) {
      tell();
    }
    return left;
  }

  /**
   * Gives a slot back.
   *
   * @param sinceNanos when it was taken; the clock is read for the end only if somebody waits
   */
  void giveBack(long sinceNanos) {
    int left = occupied.decrementAndGet();
    if (someoneWaits) {
      learn(nanoTime.getAsLong() - sinceNanos);
      grant();
    } else if (left == 0) {
      tell();
    }
  }

  private void grant() {
    boolean granted = false;
    for (Waiter next = next(); next != null; next = next()) {
      granted = true;
      next.granted();
    }
    if (granted && !someoneWaits) {
      tell();
    }
  }

  /** When the queue will have moved on: its length over the rate of the slots; 1 to 60 s. */
  synchronized Duration retryAfter() {
    double seconds = waiting.size() * secondsPerRequest / limit;
    return Duration.ofSeconds((long) Math.ceil(Math.clamp(seconds, 1, LONGEST_WAIT_SECONDS)));
  }

  /** Only while somebody waits, since nobody else needs to know. */
  private synchronized void learn(long heldNanos) {
    double seconds = heldNanos / (double) TimeUnit.SECONDS.toNanos(1);
    secondsPerRequest =
        secondsPerRequest == 0 ? seconds : secondsPerRequest + (seconds - secondsPerRequest) / 16;
  }

  private synchronized Waiter next() {
    if (waiting.isEmpty() || !occupy()) {
      return null;
    }
    Iterator<Waiter> all = waiting.iterator();
    Waiter first = all.next();
    all.remove();
    someoneWaits = !waiting.isEmpty();
    return first;
  }

  private boolean occupy() {
    while (true) {
      int current = occupied.get();
      if (current >= limit) {
        return false;
      }
      if (occupied.compareAndSet(current, current + 1)) {
        return true;
      }
    }
  }
}
