package dev.serval.quarkus.runtime.http;

import dev.serval.core.call.Scope;
import dev.serval.core.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The requests of one event loop that have a deadline. One timer serves all of them: it is set for
 * the earliest deadline that was seen, so that requests which end in time, nearly all of them, cost
 * two changes of a linked list and no timer.
 */
final class Deadlines {

  /** Deadlines are met this late at most, so that a burst of them is swept together. */
  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final TimeSource time;
  private final Executor loop;

  // Guarded by this: a request may end on the thread that runs its resource method.
  private HttpScope first;
  private long timerAt;
  private boolean timerSet;

  /**
   * @param time of the deadlines
   * @param loop the event loop, on which requests expire
   */
  Deadlines(TimeSource time, Executor loop) {
    this.time = time;
    this.loop = loop;
  }

  /** Watches a request, which must have a deadline, until {@link #remove}. Event loop only. */
  void add(HttpScope request, long nowNanos) {
    long due = request.deadlineNanos();
    synchronized (this) {
      request.watched = true;
      request.nextWatched = first;
      if (first != null) {
        first.previousWatched = request;
      }
      first = request;
      if (timerSet && timerAt - due <= 0) {
        return;
      }
      timerSet = true;
      timerAt = due;
    }
    setTimer(due, nowNanos);
  }

  /** Any thread; without effect if the request is not watched. */
  synchronized void remove(HttpScope request) {
    if (!request.watched) {
      return;
    }
    request.watched = false;
    if (request.previousWatched == null) {
      first = request.nextWatched;
    } else {
      request.previousWatched.nextWatched = request.nextWatched;
    }
    if (request.nextWatched != null) {
      request.nextWatched.previousWatched = request.previousWatched;
    }
    request.previousWatched = null;
    request.nextWatched = null;
  }

  /** Requests watched now. */
  synchronized int size() {
    int size = 0;
    for (HttpScope at = first; at != null; at = at.nextWatched) {
      size++;
    }
    return size;
  }

  private void setTimer(long due, long nowNanos) {
    time.schedule(() -> loop.execute(() -> sweep(due)), Math.max(TICK_NANOS, due - nowNanos));
  }

  private void sweep(long timerOf) {
    long now = time.nanoTime();
    List<HttpScope> expired = new ArrayList<>();
    long next = Scope.NO_DEADLINE;
    synchronized (this) {
      if (timerAt != timerOf) {
        // An earlier deadline came in between and has a timer of its own.
        return;
      }
      for (HttpScope at = first; at != null; at = at.nextWatched) {
        if (at.deadlineNanos() - now <= 0) {
          expired.add(at);
        } else if (next == Scope.NO_DEADLINE || at.deadlineNanos() - next < 0) {
          next = at.deadlineNanos();
        }
      }
      timerSet = next != Scope.NO_DEADLINE;
      timerAt = next;
    }
    for (HttpScope request : expired) {
      remove(request);
      request.expire();
    }
    if (next != Scope.NO_DEADLINE) {
      setTimer(next, now);
    }
  }
}
