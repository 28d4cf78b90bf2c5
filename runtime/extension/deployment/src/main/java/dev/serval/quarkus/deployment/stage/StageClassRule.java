package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import java.lang.reflect.Modifier;
import java.util.function.Consumer;
import org.jboss.jandex.ClassInfo;

/** A stage is a class of which instances can be made. */
public final class StageClassRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (StageModel stage : application.stages()) {
      String objection = objection(stage.type());
      if (objection != null) {
        problems.accept(
            "Stage class "
                + stage.type().name()
                + " "
                + objection
                + ": a stage is a concrete class, top-level or static nested, and not private");
      }
    }
  }

  private static String objection(ClassInfo type) {
    if (type.isInterface() || type.isEnum() || type.isRecord()) {
      return "is not a class";
    }
    if (Modifier.isAbstract(type.flags())) {
      return "is abstract";
    }
    if (Modifier.isPrivate(type.flags())) {
      return "is private";
    }
    boolean nested = type.nestingType() != ClassInfo.NestingType.TOP_LEVEL;
    return nested && !Modifier.isStatic(type.flags()) ? "is an inner class" : null;
  }
}
