package dev.serval.core.app;

import java.util.function.Consumer;

/**
 * Hands values to somebody who may take long, one at a time, on a virtual thread. Of those that
 * come meanwhile the newest is next, and the others go where superseded ones go.
 */
public final class NewestOnly<T> implements AutoCloseable {

  private final String name;
  private final Consumer<T> action;
  private final Consumer<T> superseded;

  /** User code finds its classes by it; a thread of somebody else's may have another. */
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

  // Guarded by this.
  private Thread worker;
  private T next;
  private boolean closed;

  /**
   * @param name of the thread
   * @param action takes a value; must not throw
   * @param superseded takes those that {@code action} is not given, on the thread that brought the
   *     newer one, or closed this
   */
  public NewestOnly(String name, Consumer<T> action, Consumer<T> superseded) {
    this.name = name;
    this.action = action;
    this.superseded = superseded;
  }

  /** Hands over a value; returns at once. */
  public void put(T value) {
    T left = value;
    synchronized (this) {
      if (!closed) {
        left = next;
        next = value;
        if (worker == null) {
          worker = Thread.ofVirtual().name(name).unstarted(this::work);
          worker.setContextClassLoader(loader);
          worker.start();
        }
      }
    }
    if (left != null) {
      superseded.accept(left);
    }
  }

  private void work() {
    for (T value = take(); value != null; value = take()) {
      action.accept(value);
    }
  }

  private synchronized T take() {
    T value = closed ? null : next;
    next = null;
    if (value == null) {
      worker = null;
    }
    return value;
  }

  /** Whether {@link #close} was called. */
  public synchronized boolean closed() {
    return closed;
  }

  /** Hands over no more and interrupts whoever is at work; does not wait for it. */
  @Override
  public void close() {
    T left;
    synchronized (this) {
      closed = true;
      left = next;
      next = null;
      if (worker != null) {
        worker.interrupt();
      }
    }
    if (left != null) {
      superseded.accept(left);
    }
  }
}
