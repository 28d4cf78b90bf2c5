package dev.serval.core.admit;

import dev.serval.core.time.TimeSource;
import dev.serval.protocol.wire.Load;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Admits calls to a replica up to its limit, strictly. A caller that is turned away waits, and is
 * granted a slot as soon as one is free; callers take turns. A slot that was granted is held for
 * the caller until it is used, declined, or not taken up in {@value #HOLD_MILLIS} ms.
 *
 * <p>While nobody waits, admitting and releasing cost one atomic operation each. Otherwise a short
 * lock.
 */
public final class Admission {

  /**
   * How long a granted slot is held, in milliseconds. Many times a round trip, since it only has to
   * end the wait for a caller that is stuck.
   */
  public static final long HOLD_MILLIS = 200;

  private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(HOLD_MILLIS);

  private final TimeSource time;

  /** Running calls and slots held for a grant. */
  private final AtomicInteger occupied = new AtomicInteger();

  private volatile int limit;
  private volatile boolean draining;
  private volatile boolean someoneWaits;
  private volatile Runnable onTurnedAwayLate;
  private volatile Runnable onBusyChange;

  // Guarded by this.
  private final ArrayDeque<Seat> waiting = new ArrayDeque<>();
  private int held;
  private boolean holdTimerSet;

  /**
   * @param limit the most calls that run at a time, at least 1
   */
  public Admission(int limit, TimeSource time) {
    this.time = time;
    limit(limit);
  }

  /** The most calls that run at a time. */
  public int limit() {
    return limit;
  }

  /** Changes the limit; calls above a lower one end as they will. */
  public void limit(int changed) {
    if (changed < 1) {
      throw new IllegalArgumentException(
          "maxOngoingRequests must be at least 1, but is " + changed);
    }
    limit = changed;
    if (someoneWaits) {
      grantFreeSlots();
    }
  }

  /** Calls that run now. */
  public synchronized int ongoing() {
    return occupied.get() - held;
  }

  /** Whether the replica takes no new calls. */
  public boolean draining() {
    return draining;
  }

  /** Takes no new calls from now on, and grants no more slots. */
  public void drain() {
    draining = true;
  }

  /** The load as the caller of {@code seat} is told it, see {@link Load}. */
  public int loadFor(Seat seat) {
    return Load.of(occupied.get() - seat.callerOngoing.get(), limit);
  }

  /**
   * Takes a slot for a call of {@code seat}. If there is none the seat waits for one.
   *
   * @param granted whether the call uses the slot that the seat was granted
   * @return false if the call must not run
   */
  public boolean tryAdmit(Seat seat, boolean granted) {
    if (draining) {
      if (granted) {
        giveBack(seat, false);
      }
      return false;
    }
    boolean grantUsed = granted && useGrant(seat);
    if (!grantUsed && !occupy() && !waitUnlessFree(seat)) {
      return false;
    }
    if (draining) {
      turnAwayLate();
      return false;
    }
    seat.callerOngoing.getAndIncrement();
    if (occupied.get() == 1) {
      run(onBusyChange);
    }
    if (grantUsed && someoneWaits) {
      grantFreeSlots();
    }
    return true;
  }

  /** The drain began after it was looked for; whoever began it may have seen the slot taken. */
  private void turnAwayLate() {
    occupied.getAndDecrement();
    run(onTurnedAwayLate);
  }

  private static void run(Runnable told) {
    if (told != null) {
      told.run();
    }
  }

  /**
   * Runs {@code action} when a call that met the begin of {@link #drain} was counted among those
   * that run, for a moment, although it never did.
   */
  public void onTurnedAwayLate(Runnable action) {
    onTurnedAwayLate = action;
  }

  /**
   * Runs {@code action} when the first call may have begun to run, or the last may have ended:
   * sometimes in vain, for each call of a caller that has one at a time, on the thread that brings
   * or ends the call. It does not block.
   */
  public void onBusyChange(Runnable action) {
    onBusyChange = action;
  }

  /** A call of {@code seat} that was admitted has ended. */
  public void release(Seat seat) {
    seat.callerOngoing.getAndDecrement();
    int left = occupied.decrementAndGet();
    if (someoneWaits) {
      grantFreeSlots();
    }
    if (left == 0) {
      run(onBusyChange);
    }
  }

  /** The caller does not need the slot that it was granted. */
  public void decline(Seat seat) {
    giveBack(seat, true);
    grantFreeSlots();
  }

  /** The connection is gone; it waits no longer. Its running calls are released one by one. */
  public void leave(Seat seat) {
    synchronized (this) {
      stopWaiting(seat);
      endHold(seat);
    }
    grantFreeSlots();
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

  /**
   * Makes the seat wait, unless a slot became free in between: whoever releases one after {@code
   * someoneWaits} is set looks for waiting seats, whoever did before is seen by the second try. A
   * call that was sent before its caller knew of the grant uses the slot all the same: otherwise
   * one call could be sent back and forth between two replicas that hold a slot for it.
   */
  private synchronized boolean waitUnlessFree(Seat seat) {
    if (useGrant(seat)) {
      return true;
    }
    someoneWaits = true;
    if (occupy()) {
      someoneWaits = !waiting.isEmpty();
      return true;
    }
    seat.rejectedSinceGrant = true;
    if (!seat.waiting) {
      seat.waiting = true;
      waiting.addLast(seat);
    }
    return false;
  }

  private synchronized boolean useGrant(Seat seat) {
    if (!seat.granted) {
      return false;
    }
    seat.granted = false;
    held--;
    return true;
  }

  private synchronized void giveBack(Seat seat, boolean declined) {
    endHold(seat);
    // A rejection that crossed the decline on its way still waits for a grant.
    if (declined && !seat.rejectedSinceGrant) {
      stopWaiting(seat);
    }
  }

  private void endHold(Seat seat) {
    if (seat.granted) {
      seat.granted = false;
      held--;
      occupied.getAndDecrement();
    }
  }

  private void stopWaiting(Seat seat) {
    if (seat.waiting) {
      seat.waiting = false;
      waiting.remove(seat);
      someoneWaits = !waiting.isEmpty();
    }
  }

  private void grantFreeSlots() {
    for (Seat seat = grantNext(); seat != null; seat = grantNext()) {
      seat.onGrant.run();
    }
  }

  /** Holds a free slot for the seat whose turn it is, or returns {@code null}. */
  private synchronized Seat grantNext() {
    if (draining) {
      return null;
    }
    for (int looked = waiting.size(); looked > 0; looked--) {
      Seat seat = waiting.pollFirst();
      waiting.addLast(seat);
      if (seat.granted) {
        continue;
      }
      if (!occupy()) {
        waiting.addFirst(waiting.pollLast());
        return null;
      }
      held++;
      seat.granted = true;
      seat.rejectedSinceGrant = false;
      seat.grantedAtNanos = time.nanoTime();
      if (!holdTimerSet) {
        holdTimerSet = true;
        time.schedule(this::endOverdueHolds, HOLD_NANOS);
      }
      return seat;
    }
    return null;
  }

  private void endOverdueHolds() {
    synchronized (this) {
      holdTimerSet = false;
      long now = time.nanoTime();
      long nextDue = HOLD_NANOS;
      for (Seat seat : waiting) {
        if (seat.granted) {
          long left = seat.grantedAtNanos + HOLD_NANOS - now;
          if (left <= 0) {
            endHold(seat);
          } else {
            nextDue = Math.min(nextDue, left);
          }
        }
      }
      if (held > 0) {
        holdTimerSet = true;
        time.schedule(this::endOverdueHolds, nextDue);
      }
    }
    grantFreeSlots();
  }
}
