package dev.serval.quarkus.deployment.handle;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import dev.serval.quarkus.deployment.stage.CallableMethod;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A stage has every method of the contracts that it is called through. */
public final class ContractImplementedRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (ContractMatch match : ContractMatch.of(application)) {
      for (ContractMethod method : match.contract().methods()) {
        if (match.stage().method(method.method().name()) == null) {
          problems.accept(message(match, method));
        }
      }
    }
  }

  private static String message(ContractMatch match, ContractMethod method) {
    String callable =
        match.stage().methods().stream()
            .map(CallableMethod::name)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return method.displayName()
        + " has no implementation: stage class "
        + match.stage().type().name()
        + ", which "
        + match.handle().displayName()
        + " calls, has no callable method of that name; it has "
        + (callable.isEmpty() ? "none" : callable)
        + ". Callable are its public methods, and its @Batch methods";
  }
}
