package dev.serval.quarkus.runtime;

import dev.serval.core.app.StageBinding;
import java.util.Map;
import java.util.Set;

/**
 * The stages of the application as its build found them.
 *
 * @param stages by name
 * @param ingressStage the name of the stage that answers HTTP, or empty if there is none
 * @param carriedTypes the user's classes that travel between stages
 */
public record StageCatalog(
    Map<String, StageBinding> stages, String ingressStage, Set<Class<?>> carriedTypes) {

  /** Copies what could change. */
  public StageCatalog {
    stages = Map.copyOf(stages);
    carriedTypes = Set.copyOf(carriedTypes);
  }

  /** The name of the stage that {@code type} is the class of, or {@code null} if it is none. */
  public String stageOf(Class<?> type) {
    for (StageBinding stage : stages.values()) {
      if (stage.descriptor().className().equals(type.getName())) {
        return stage.descriptor().name();
      }
    }
    return null;
  }
}
