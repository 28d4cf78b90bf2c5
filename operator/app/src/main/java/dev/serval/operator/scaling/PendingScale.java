package dev.serval.operator.scaling;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The writes of one deployment's number of replicas: one at a time, and none again before the cache
 * can have heard of the last. For one thread at a time.
 */
final class PendingScale {

  /** What a cache takes at most to hear of a write; then it is taken for undone. */
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(5);

  private static final int NOTHING = -1;

  private final ScaleWriter writer;
  private final ScalingMetrics metrics;
  private CompletableFuture<Boolean> underWay;
  private Written written;

  /** What was last written, also where it is no longer what shall be. */
  private Written last;

  private Throwable failure;

  /** What is to be written; {@link #NOTHING} if nothing is. Read by whoever writes. */
  private volatile int wanted = NOTHING;

  /**
   * What was written.
   *
   * @param replicas that it asks for
   * @param before replicas that the Deployment asked for then
   */
  private record Written(int replicas, int before, long nanos) {}

  PendingScale(ScaleWriter writer, ScalingMetrics metrics) {
    this.writer = writer;
    this.metrics = metrics;
  }

  /** Takes note of a write that has ended. */
  void settle() {
    if (underWay == null || !underWay.isDone()) {
      return;
    }
    CompletableFuture<Boolean> done = underWay;
    underWay = null;
    try {
      if (done.join()) {
        failure = null;
        metrics.wrote(true);
      } else {
        written = null;
        last = null;
      }
    } catch (CompletionException e) {
      // The API server may have done it all the same, so that it is still the last.
      failure = e.getCause();
      metrics.wrote(false);
      written = null;
    }
  }

  /** Writes, unless a write is under way or the last one was the same and is yet to be heard of. */
  void write(String namespace, String name, int replicas, int asked, long nanos) {
    wanted = replicas;
    if (underWay != null || isWritten(replicas, asked, nanos)) {
      return;
    }
    written = new Written(replicas, asked, nanos);
    last = written;
    underWay = writer.write(namespace, name, replicas, () -> wanted == replicas);
  }

  private boolean isWritten(int replicas, int asked, long nanos) {
    return written != null
        && written.replicas() == replicas
        && written.before() == asked
        && nanos - written.nanos() < HEARD_WITHIN.toNanos();
  }

  /** Whether that number may come about though the cache doesn't show it yet. */
  boolean mayBecome(int replicas, long nanos) {
    return last != null
        && last.replicas() == replicas
        && (underWay != null || nanos - last.nanos() < HEARD_WITHIN.toNanos());
  }

  /** Why the last write failed; empty if it didn't, or nothing is to be written any more. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** What is not yet written is no longer to be. */
  void withdraw() {
    wanted = NOTHING;
  }

  /** The number is as it shall be. */
  void done() {
    withdraw();
    written = null;
    failure = null;
  }
}
