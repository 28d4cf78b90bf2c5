package dev.serval.quarkus.runtime;

import java.util.List;

/**
 * A stage in a form that a build can leave for the run.
 *
 * @param name unique in the application
 * @param className the user's class
 * @param methods what can be called, in the order of their indexes
 * @param configType what its reconfigure method takes, or {@code null} if it has none
 */
public record StageDescription(
    String name, String className, List<MethodDescription> methods, TypeDescription configType) {

  /** Copies what could change. */
  public StageDescription {
    methods = List.copyOf(methods);
  }
}
