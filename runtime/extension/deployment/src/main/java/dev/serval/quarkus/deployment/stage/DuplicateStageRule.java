package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The names of stages are unique. */
public final class DuplicateStageRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    Map<String, StageModel> byName = new LinkedHashMap<>();
    for (StageModel stage : application.stages()) {
      StageModel first = byName.putIfAbsent(stage.name(), stage);
      if (first != null) {
        problems.accept(
            "Stage classes "
                + first.type().name()
                + " and "
                + stage.type().name()
                + " both have the name \""
                + stage.name()
                + "\": give one of them another with @Stage(\"…\")");
      }
    }
  }
}
