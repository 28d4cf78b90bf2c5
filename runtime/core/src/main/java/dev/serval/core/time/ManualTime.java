package dev.serval.core.time;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * Time that moves only when it is told to, for tests and simulations. Due tasks run on the thread
 * that advances it, in the order of their due times.
 */
public final class ManualTime implements TimeSource {

  private final PriorityQueue<Scheduled> scheduled = new PriorityQueue<>();
  private long now;
  private long sequence;

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized Timer schedule(Runnable task, long delayNanos) {
    Scheduled entry = new Scheduled(now + Math.max(0, delayNanos), sequence++, task);
    scheduled.add(entry);
    return () -> {
      synchronized (this) {
        scheduled.remove(entry);
      }
    };
  }

  /** Moves time forward and runs every task that falls due on the way, at its own due time. */
  public void advance(Duration duration) {
    long target;
    synchronized (this) {
      target = now + duration.toNanos();
    }
    for (Scheduled due = nextDue(target); due != null; due = nextDue(target)) {
      due.task.run();
    }
    synchronized (this) {
      now = target;
    }
  }

  /** The number of tasks that wait for their time. */
  public synchronized int pendingTimers() {
    return scheduled.size();
  }

  private synchronized Scheduled nextDue(long target) {
    Scheduled first = scheduled.peek();
    if (first == null || first.due > target) {
      return null;
    }
    now = Math.max(now, first.due);
    return scheduled.poll();
  }

  private record Scheduled(long due, long order, Runnable task) implements Comparable<Scheduled> {
    @Override
    public int compareTo(Scheduled other) {
      return due != other.due ? Long.compare(due, other.due) : Long.compare(order, other.order);
    }
  }
}
