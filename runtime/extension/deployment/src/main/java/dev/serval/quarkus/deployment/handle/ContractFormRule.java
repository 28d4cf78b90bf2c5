package dev.serval.quarkus.deployment.handle;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import java.lang.reflect.Modifier;
import java.util.function.Consumer;

/** The type of a handle is one that a client can be generated for. */
public final class ContractFormRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (HandlePoint handle : application.handles()) {
      if (handle.dynamic()) {
        continue;
      }
      ContractModel contract = application.contracts().get(handle.type().name());
      String objection = contract == null ? "is not a known interface" : objection(contract);
      if (objection != null) {
        problems.accept(
            handle.displayName()
                + ": the type of a handle is DeploymentHandle or an interface that says what is "
                + "called, but "
                + handle.type().name()
                + " "
                + objection);
      }
    }
  }

  private static String objection(ContractModel contract) {
    if (!contract.isInterface()) {
      return "is no interface";
    }
    if (!contract.type().typeParameters().isEmpty()) {
      return "has type parameters; extend it with an interface that has none";
    }
    return Modifier.isPrivate(contract.type().flags()) ? "is private" : null;
  }
}
