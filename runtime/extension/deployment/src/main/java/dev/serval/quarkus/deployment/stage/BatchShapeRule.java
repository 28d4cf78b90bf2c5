package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import dev.serval.quarkus.deployment.ServalNames;
import java.lang.reflect.Modifier;
import java.util.function.Consumer;
import org.jboss.jandex.MethodInfo;

/** A batch method takes a list of items and returns a list of results. */
public final class BatchShapeRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (StageModel stage : application.stages()) {
      for (CallableMethod method : stage.methods()) {
        if (method.batch() != null && method.batch().shapeProblem() != null) {
          problems.accept(
              method.displayName()
                  + " is a @Batch method, but "
                  + method.batch().shapeProblem()
                  + ": it takes one List<Item> and returns List<Result> or List<BatchItem<Result>>,"
                  + " at once or as a CompletionStage or Uni, or streams such lists");
        }
      }
      stage.type().methods().stream()
          .filter(method -> method.hasAnnotation(ServalNames.BATCH))
          .filter(BatchShapeRule::outOfReach)
          .forEach(
              method ->
                  problems.accept(
                      stage.type().name()
                          + "."
                          + method.name()
                          + " is a @Batch method that cannot be called: it is not private, static"
                          + " or abstract"));
    }
  }

  private static boolean outOfReach(MethodInfo method) {
    int unfit = Modifier.PRIVATE | Modifier.STATIC | Modifier.ABSTRACT;
    return (method.flags() & unfit) != 0;
  }
}
