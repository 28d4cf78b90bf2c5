package dev.serval.api;

import java.util.Objects;

/**
 * What one item of a {@link Batch} came to, for batch methods that answer their callers one by one.
 *
 * @param <R> the type of a result
 */
public sealed interface BatchItem<R> {

  /** A result for this caller. */
  record Value<R>(R value) implements BatchItem<R> {}

  /** A failure of this caller's item alone. */
  record Failed<R>(Throwable cause) implements BatchItem<R> {
    public Failed {
      Objects.requireNonNull(cause, "cause");
    }
  }

  /** Streaming batches only: nothing for this caller in this round. */
  record Nothing<R>() implements BatchItem<R> {}

  /** Streaming batches only: this caller's stream ends here. */
  record End<R>() implements BatchItem<R> {}

  /** Answers the caller with {@code value}. */
  static <R> BatchItem<R> of(R value) {
    return new Value<>(value);
  }

  /** Fails this caller alone with {@code cause}. */
  static <R> BatchItem<R> failed(Throwable cause) {
    return new Failed<>(cause);
  }

  /** Streaming batches only: sends this caller nothing in this round. */
  static <R> BatchItem<R> nothing() {
    return new Nothing<>();
  }

  /** Streaming batches only: ends this caller's stream. */
  static <R> BatchItem<R> end() {
    return new End<>();
  }
}
