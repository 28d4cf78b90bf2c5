package dev.serval.quarkus.deployment;

import io.quarkus.builder.item.SimpleBuildItem;
import java.util.List;

/**
 * The application, and what is wrong with it. Nothing is generated for an application with
 * problems.
 */
public final class ApplicationModelBuildItem extends SimpleBuildItem {

  private final ApplicationModel application;
  private final List<String> problems;

  /** An application with the given problems, none for a good one. */
  public ApplicationModelBuildItem(ApplicationModel application, List<String> problems) {
    this.application = application;
    this.problems = List.copyOf(problems);
  }

  /** The application. */
  public ApplicationModel application() {
    return application;
  }

  /** One message for each breach of a rule. */
  public List<String> problems() {
    return problems;
  }

  /** Whether the application has no problems. */
  public boolean valid() {
    return problems.isEmpty();
  }
}
