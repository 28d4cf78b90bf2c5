package dev.serval.core.route;

import java.util.concurrent.atomic.LongAdder;

/** What a router has counted since it was made. Written on every call, read by metrics. */
public final class RouterStats {

  final LongAdder calls = new LongAdder();
  final LongAdder ended = new LongAdder();
  final LongAdder backPressured = new LongAdder();
  final LongAdder rejections = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder lost = new LongAdder();
  final LongAdder ejections = new LongAdder();

  RouterStats() {}

  /** Calls submitted. */
  public long calls() {
    return calls.sum();
  }

  /** Calls that a replica has answered, with whatever outcome. */
  public long ended() {
    return ended.sum();
  }

  /** Calls refused because the queue was full. */
  public long backPressured() {
    return backPressured.sum();
  }

  /** Times a replica had no slot for a call. */
  public long rejections() {
    return rejections.sum();
  }

  /** Calls offered again after the connection to their replica was lost. */
  public long retries() {
    return retries.sum();
  }

  /** Calls that failed with their replica. */
  public long lost() {
    return lost.sum();
  }

  /** Times a replica was taken out of the choice for failing in a row. */
  public long ejections() {
    return ejections.sum();
  }
}
