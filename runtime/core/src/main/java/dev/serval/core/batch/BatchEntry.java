package dev.serval.core.batch;

/**
 * One call that waits in a batch queue, then is executed in a batch. One of the ends, {@link
 * #complete}, {@link #end} or {@link #fail}, is called once: until then, from {@link #begin} on,
 * the method works for the call. An entry that is no longer live ignores it, and may be told twice.
 */
public interface BatchEntry {

  /** The argument of the call. */
  Object item();

  /**
   * False once the call was cancelled, its deadline has passed, it has failed otherwise or was told
   * its end: it then needs no execution, or no more of it. It never becomes live again.
   */
  boolean live(long nowNanos);

  /**
   * The batch that the call is in is about to be executed.
   *
   * @param noLongerLive to be run whenever the call stops being live before its end: once all calls
   *     of the batch have, the batch is stopped. It may be run more often, on any thread
   * @return false if the call is not live any more, and has not begun
   */
  boolean begin(Runnable noLongerLive);

  /** Ends the call with its result; may be {@code null}. */
  void complete(Object result);

  /** Streaming batches: the next element of the caller's stream. */
  void next(Object element);

  /** Streaming batches: ends the caller's stream. */
  void end();

  /** Ends the call with an error. */
  void fail(Throwable error);
}
