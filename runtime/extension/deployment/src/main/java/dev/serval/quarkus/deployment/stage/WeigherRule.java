package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import java.lang.reflect.Modifier;
import java.util.function.Consumer;

/** The weigher of a batch can be made. */
public final class WeigherRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (StageModel stage : application.stages()) {
      for (CallableMethod method : stage.methods()) {
        if (method.batch() != null
            && method.batch().weigher() != null
            && !constructible(method.batch().weigher().toString())) {
          problems.accept(
              method.displayName()
                  + ": the weigher "
                  + method.batch().weigher()
                  + " cannot be made: it is a public class, static if nested, with a public "
                  + "constructor without parameters");
        }
      }
    }
  }

  private static boolean constructible(String className) {
    try {
      Class<?> weigher =
          Class.forName(className, false, Thread.currentThread().getContextClassLoader());
      return Modifier.isPublic(weigher.getModifiers())
          && !Modifier.isAbstract(weigher.getModifiers())
          && Modifier.isPublic(weigher.getDeclaredConstructor().getModifiers());
    } catch (ReflectiveOperationException missing) {
      return false;
    }
  }
}
