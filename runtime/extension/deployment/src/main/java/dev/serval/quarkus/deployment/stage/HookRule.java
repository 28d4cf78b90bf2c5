package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import dev.serval.quarkus.deployment.SignatureTypes;
import java.lang.reflect.Modifier;
import java.util.function.Consumer;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.PrimitiveType;
import org.jboss.jandex.Type;

/** {@code @Reconfigure} and {@code @HealthCheck} methods have the form that they are called in. */
public final class HookRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (StageModel stage : application.stages()) {
      if (stage.reconfigure().size() > 1) {
        problems.accept(
            "Stage class "
                + stage.type().name()
                + " has "
                + stage.reconfigure().size()
                + " @Reconfigure methods: one takes the whole userConfig");
      }
      for (MethodInfo method : stage.reconfigure()) {
        if (outOfReach(method)
            || method.parametersCount() != 1
            || SignatureTypes.hasVariables(method.parameterType(0))) {
          problems.accept(
              name(method)
                  + " is a @Reconfigure method: it is neither private nor static, and takes one "
                  + "parameter, the userConfig");
        }
      }
      for (MethodInfo method : stage.healthChecks()) {
        if (outOfReach(method) || method.parametersCount() != 0 || !answers(method.returnType())) {
          problems.accept(
              name(method)
                  + " is a @HealthCheck method: it is neither private nor static, takes no "
                  + "parameters and returns nothing or a boolean");
        }
      }
    }
  }

  private static boolean outOfReach(MethodInfo method) {
    return (method.flags() & (Modifier.PRIVATE | Modifier.STATIC | Modifier.ABSTRACT)) != 0;
  }

  private static boolean answers(Type type) {
    return type.kind() == Type.Kind.VOID || type.equals(PrimitiveType.BOOLEAN);
  }

  private static String name(MethodInfo method) {
    return method.declaringClass().name() + "." + method.name();
  }
}
