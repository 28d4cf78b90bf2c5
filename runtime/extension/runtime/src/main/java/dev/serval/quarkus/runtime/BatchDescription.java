package dev.serval.quarkus.runtime;

import dev.serval.core.batch.BatchOptions;
import java.time.Duration;

/**
 * The options of a batch method in a form that a build can leave for the run; see {@link
 * BatchOptions} for their bounds.
 */
public record BatchDescription(int maxSize, long maxWaitNanos, int maxConcurrent) {

  BatchOptions options() {
    return new BatchOptions(maxSize, Duration.ofNanos(maxWaitNanos), maxConcurrent);
  }
}
