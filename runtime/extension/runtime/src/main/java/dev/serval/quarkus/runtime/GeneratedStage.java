package dev.serval.quarkus.runtime;

import dev.serval.core.app.StageBinding;
import dev.serval.core.stage.StageInvoker;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletionStage;

/**
 * Implemented by the class that the build generates for each stage. Its {@code reconfigure} takes
 * the configuration already decoded to the type that the stage declares.
 */
public interface GeneratedStage extends StageInvoker, StageBinding.Hooks {

  /** Subscribes to what a stage returned; {@code null}, which the engine refuses, stays so. */
  static CompletionStage<?> subscribe(Uni<?> uni) {
    return uni == null ? null : uni.subscribeAsCompletionStage();
  }

  /**
   * Judges the answer of a health check.
   *
   * @throws IllegalStateException if it is {@code false}; the message names {@code method}
   */
  static void requireHealthy(boolean answer, String method) {
    if (!answer) {
      throw new IllegalStateException(method + " returned false");
    }
  }
}
