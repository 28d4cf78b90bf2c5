package dev.serval.core.route;

import dev.serval.api.error.ServeException;
import dev.serval.core.call.Call;
import dev.serval.core.call.CancelReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The calls of one caller process that wait for a replica, in the order in which they were made. A
 * cancelled call leaves at once, wherever it stands.
 */
final class WaitQueue {

  private final Entry sentinel = new Entry(null);
  private final Supplier<ServeException> onDeadline;
  private final Runnable onEmptied;
  private volatile int size;

  /**
   * @param onDeadline what to tell a call whose deadline passes in the queue; {@code null} for the
   *     usual
   * @param onEmptied runs, without the lock, when the last call has left
   */
  WaitQueue(Supplier<ServeException> onDeadline, Runnable onEmptied) {
    this.onDeadline = onDeadline;
    this.onEmptied = onEmptied;
    sentinel.next = sentinel;
    sentinel.previous = sentinel;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /**
   * Appends a call that was just made.
   *
   * @param limit the most calls that may wait, or {@link RouterOptions#UNBOUNDED}
   * @return false if the queue is full
   */
  boolean offer(Call call, int limit) {
    synchronized (this) {
      if (limit != RouterOptions.UNBOUNDED && size >= limit) {
        return false;
      }
      insertBefore(sentinel, new Entry(call));
    }
    forgetIfEnded(call);
    return true;
  }

  /** Puts a call back that a replica had no slot for, at the place it had by its age. */
  void putBack(Call call) {
    synchronized (this) {
      Entry at = sentinel.next;
      while (at != sentinel && at.call.madeAtNanos() - call.madeAtNanos() <= 0) {
        at = at.next;
      }
      insertBefore(at, new Entry(call));
    }
    forgetIfEnded(call);
  }

  /** The call that has waited longest, or {@code null}. It stays in the queue. */
  synchronized Call peek() {
    return sentinel.next.call;
  }

  /** Takes the call that has waited longest, or {@code null}. */
  Call poll() {
    Entry first;
    synchronized (this) {
      first = sentinel.next;
      unlink(first);
    }
    tellIfEmptied(first != sentinel);
    return first.call;
  }

  /** Takes the calls that {@code which} holds for, in their order. */
  List<Call> takeIf(Predicate<Call> which) {
    List<Call> taken = new ArrayList<>();
    synchronized (this) {
      for (Entry at = sentinel.next; at != sentinel; ) {
        Entry after = at.next;
        if (which.test(at.call)) {
          unlink(at);
          taken.add(at.call);
        }
        at = after;
      }
    }
    tellIfEmptied(!taken.isEmpty());
    return taken;
  }

  /** Takes {@code call} out; false if it is not in the queue. */
  boolean remove(Call call) {
    boolean removed;
    synchronized (this) {
      removed = call.route() instanceof Entry entry && entry.queue() == this && unlink(entry);
    }
    tellIfEmptied(removed);
    return removed;
  }

  private void tellIfEmptied(boolean removed) {
    if (removed && size == 0) {
      onEmptied.run();
    }
  }

  /** A call that was cancelled before it knew of its place here would wait for nobody. */
  private void forgetIfEnded(Call call) {
    if (call.ended()) {
      remove(call);
    }
  }

  private void insertBefore(Entry at, Entry entry) {
    entry.next = at;
    entry.previous = at.previous;
    at.previous.next = entry;
    at.previous = entry;
    entry.call.route(entry);
    size++;
  }

  private boolean unlink(Entry entry) {
    if (entry == sentinel || entry.next == null) {
      return false;
    }
    entry.previous.next = entry.next;
    entry.next.previous = entry.previous;
    entry.next = null;
    entry.previous = null;
    size--;
    return true;
  }

  private final class Entry implements Call.Route {
    private final Call call;
    private Entry next;
    private Entry previous;

    Entry(Call call) {
      this.call = call;
    }

    WaitQueue queue() {
      return WaitQueue.this;
    }

    @Override
    public ServeException cancelled(Call ended, CancelReason reason, ServeException error) {
      boolean removed;
      synchronized (WaitQueue.this) {
        removed = unlink(this);
      }
      tellIfEmptied(removed);
      ServeException instead = reason == CancelReason.DEADLINE ? onDeadline.get() : null;
      return instead == null ? error : instead;
    }
  }
}
