package dev.serval.core.batch;

import dev.serval.api.BatchItem;
import dev.serval.api.error.BadRequestException;
import dev.serval.api.error.CallCancelledException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Speaks to the callers of one batched method. What a caller's entry throws is logged and ends
 * here, so that it harms neither the other callers nor the batcher.
 */
final class Callers {

  private static final Logger LOG = Logger.getLogger(Callers.class);

  private final String method;

  Callers(String method) {
    this.method = method;
  }

  boolean live(BatchEntry entry, long nowNanos) {
    try {
      return entry.live(nowNanos);
    } catch (Throwable error) {
      log(error);
      return true;
    }
  }

  /** Whether the call is in the batch that is about to be executed. */
  boolean begin(BatchEntry entry, Runnable noLongerLive) {
    try {
      return entry.begin(noLongerLive);
    } catch (Throwable error) {
      log(error);
      return true;
    }
  }

  /** Ends a call with its element of the list that the method returned. */
  void answer(BatchEntry entry, Object element) {
    switch (element) {
      case null -> complete(entry, null);
      case BatchItem.Value<?> value -> complete(entry, value.value());
      case BatchItem.Failed<?> failed -> fail(entry, failed.cause());
      case BatchItem.Nothing<?> _, BatchItem.End<?> _ -> fail(entry, notStreaming(element));
      default -> complete(entry, element);
    }
  }

  /** Whether this is the last element of a call in a streaming batch. */
  boolean isLast(Object element) {
    return element instanceof BatchItem.Failed<?> || element instanceof BatchItem.End<?>;
  }

  /** Gives a call its element of one round of a streaming batch. */
  void hand(BatchEntry entry, Object element) {
    switch (element) {
      case null -> next(entry, null);
      case BatchItem.Value<?> value -> next(entry, value.value());
      case BatchItem.Nothing<?> _ -> {}
      case BatchItem.Failed<?> failed -> fail(entry, failed.cause());
      case BatchItem.End<?> _ -> end(entry);
      default -> next(entry, element);
    }
  }

  void end(BatchEntry entry) {
    try {
      entry.end();
    } catch (Throwable error) {
      log(error);
    }
  }

  void fail(BatchEntry entry, Throwable reason) {
    try {
      entry.fail(reason);
    } catch (Throwable error) {
      log(error);
    }
  }

  /**
   * The elements of a list that the method made.
   *
   * @throws IllegalStateException if it is no list, or has not one element for each item
   */
  Object[] elements(Object returned, int items) {
    if (!(returned instanceof List<?> list)) {
      throw new IllegalStateException(
          "Batch method %s was given %s and made %s, where a list of %s is due"
              .formatted(
                  method,
                  count(items, "item"),
                  returned == null ? "null" : "a " + returned.getClass().getName(),
                  count(items, "result")));
    }
    Object[] elements = list.toArray();
    if (elements.length != items) {
      throw new IllegalStateException(
          "Batch method %s was given %s and made a list of %s, where one result for each item is due"
              .formatted(method, count(items, "item"), count(elements.length, "result")));
    }
    return elements;
  }

  Throwable noLongerLive() {
    return new CallCancelledException(
        "Call of batch method %s was cancelled, or its deadline passed, before it was executed"
            .formatted(method));
  }

  Throwable tooHeavy(int weight, int limit) {
    return new BadRequestException(
        "Item for batch method %s weighs %d, but a batch holds %d at most"
            .formatted(method, weight, limit));
  }

  Throwable negativeWeight(int weight) {
    return new IllegalStateException(
        "Weigher of batch method %s returned %d for an item, but weights are at least 1"
            .formatted(method, weight));
  }

  private Throwable notStreaming(Object element) {
    return new IllegalStateException(
        ("Batch method %s answered an item with BatchItem.%s, which is for streaming batches only:"
                + " those return a Flow.Publisher, such as a Multi, of lists")
            .formatted(method, element.getClass().getSimpleName()));
  }

  private void complete(BatchEntry entry, Object result) {
    try {
      entry.complete(result);
    } catch (Throwable error) {
      log(error);
    }
  }

  private void next(BatchEntry entry, Object element) {
    try {
      entry.next(element);
    } catch (Throwable error) {
      log(error);
    }
  }

  void log(Throwable error) {
    LOG.warnf(error, "A caller of batch method %s could not be told its result", method);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
