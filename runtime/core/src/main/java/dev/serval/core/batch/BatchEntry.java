package dev.serval.core.batch;

/**
 * One call that waits in a batch queue. Exactly one of the ends, {@link #complete}, {@link #end} or
 * {@link #fail}, is called once; an entry that is no longer live may ignore it.
 */
public interface BatchEntry {

  /** The argument of the call. */
  Object item();

  /**
   * False once the call was cancelled, its deadline has passed or it has failed otherwise: it then
   * needs no execution, or no more of it.
   */
  boolean live(long nowNanos);

  /** Ends the call with its result; may be {@code null}. */
  void complete(Object result);

  /** Streaming batches: the next element of the caller's stream. */
  void next(Object element);

  /** Streaming batches: ends the caller's stream. */
  void end();

  /** Ends the call with an error. */
  void fail(Throwable error);
}
