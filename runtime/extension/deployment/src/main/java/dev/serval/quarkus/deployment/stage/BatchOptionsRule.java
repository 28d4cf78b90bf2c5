package dev.serval.quarkus.deployment.stage;

import dev.serval.core.batch.BatchOptions;
import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The options of {@code @Batch} are within their bounds. */
public final class BatchOptionsRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (StageModel stage : application.stages()) {
      for (CallableMethod method : stage.methods()) {
        if (method.batch() != null) {
          check(method, method.batch(), problems);
        }
      }
    }
  }

  private static void check(CallableMethod method, BatchModel batch, Consumer<String> problems) {
    Optional<Duration> maxWait = DurationText.parse(batch.maxWait());
    if (maxWait.isEmpty()) {
      problems.accept(
          method.displayName()
              + ": @Batch(maxWait = \""
              + batch.maxWait()
              + "\") is no duration; it is "
              + DurationText.ALLOWED);
      return;
    }
    try {
      new BatchOptions(batch.maxSize(), maxWait.get(), batch.maxConcurrent());
    } catch (IllegalArgumentException outOfBounds) {
      problems.accept(method.displayName() + ": @Batch: " + outOfBounds.getMessage());
    }
  }
}
