package dev.serval.core.stage;

import dev.serval.api.error.BackPressureException;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * The elements of a streaming batch on their way to one of its callers. They come at the pace of
 * the batch and are held until the caller asks for them; a caller that falls far behind loses its
 * stream.
 */
final class PacedElements {

  /** Elements held for a caller at most. */
  static final int MOST_HELD = 1024;

  private static final Object NULL = new Object();

  private final IncomingCall call;

  // Guarded by this.
  private final ArrayDeque<Object> held = new ArrayDeque<>();
  private long demand;
  private boolean ending;
  private boolean emitting;

  PacedElements(IncomingCall call) {
    this.call = call;
  }

  void next(Object element) {
    boolean tooMany;
    synchronized (this) {
      tooMany = held.size() == MOST_HELD;
      if (tooMany) {
        held.clear();
      } else {
        held.add(element == null ? NULL : element);
      }
    }
    if (tooMany) {
      call.fail(
          new BackPressureException(
              call.replica().displayName(call.method())
                  + ": the caller is "
                  + MOST_HELD
                  + " elements behind",
              Duration.ofSeconds(1)));
    } else {
      emit();
    }
  }

  void demand(long elements) {
    synchronized (this) {
      demand = demand + elements < 0 ? Long.MAX_VALUE : demand + elements;
    }
    emit();
  }

  void end() {
    synchronized (this) {
      ending = true;
    }
    emit();
  }

  /** One thread at a time sends, so that the elements keep their order. */
  private void emit() {
    synchronized (this) {
      if (emitting) {
        return;
      }
      emitting = true;
    }
    for (Object element = take(); element != null; element = take()) {
      try {
        call.emit(element == NULL ? null : element);
      } catch (RuntimeException | Error failure) {
        call.fail(failure);
      }
    }
  }

  private Object take() {
    boolean over;
    synchronized (this) {
      if (demand > 0 && !held.isEmpty()) {
        if (demand != Long.MAX_VALUE) {
          demand--;
        }
        return held.poll();
      }
      emitting = false;
      over = ending && held.isEmpty();
      ending = ending && !over;
    }
    if (over) {
      call.endNow();
    }
    return null;
  }
}
