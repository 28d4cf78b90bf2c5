package dev.serval.quarkus.deployment;

import java.util.function.Consumer;

/** Something that an application must get right to be built. */
@FunctionalInterface
public interface Rule {

  /**
   * Looks for breaches.
   *
   * @param problems told of each, in one sentence or two that name class and method and say what to
   *     do
   */
  void check(ApplicationModel application, Consumer<String> problems);
}
