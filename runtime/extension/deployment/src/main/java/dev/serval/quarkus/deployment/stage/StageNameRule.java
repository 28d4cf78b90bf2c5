package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import java.util.function.Consumer;

/** A stage's name can be the name of a deployment. */
public final class StageNameRule implements Rule {

  private static final String FORM = "[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (StageModel stage : application.stages()) {
      if (!stage.name().matches(FORM)) {
        problems.accept(
            "Stage class "
                + stage.type().name()
                + " has the name \""
                + stage.name()
                + "\": a stage's name has 1 to 63 letters, digits and hyphens, starts with a "
                + "letter and does not end with a hyphen; set it with @Stage(\"…\")");
      }
    }
  }
}
