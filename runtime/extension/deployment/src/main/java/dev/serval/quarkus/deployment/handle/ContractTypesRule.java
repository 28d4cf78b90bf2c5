package dev.serval.quarkus.deployment.handle;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import dev.serval.quarkus.deployment.SignatureTypes;
import dev.serval.quarkus.deployment.stage.CallableMethod;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.jandex.Type;

/**
 * The methods of a contract take and return what those of the stage do; for a batch method, what
 * one item takes and returns.
 */
public final class ContractTypesRule implements Rule {

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (ContractMatch match : ContractMatch.of(application)) {
      for (ContractMethod method : match.contract().methods()) {
        CallableMethod callable = match.stage().method(method.method().name());
        if (callable != null && wellFormed(callable) && !agrees(method, callable)) {
          problems.accept(message(method, callable));
        }
      }
    }
  }

  private static boolean wellFormed(CallableMethod callable) {
    return callable.batch() == null || callable.batch().shapeProblem() == null;
  }

  private static boolean agrees(ContractMethod method, CallableMethod callable) {
    List<Type> declared = method.method().parameterTypes();
    return method.returned().form().streams() == callable.streams()
        && SignatureTypes.same(method.returned().type(), callable.result())
        && declared.size() == callable.parameters().size()
        && IntStream.range(0, declared.size())
            .allMatch(i -> SignatureTypes.same(declared.get(i), callable.parameters().get(i)));
  }

  private static String message(ContractMethod method, CallableMethod callable) {
    return method.displayName()
        + " is "
        + signature(
            method.method().parameterTypes(),
            method.returned().type(),
            method.returned().form().streams())
        + ", but "
        + callable.displayName()
        + ", which it calls, is "
        + signature(callable.parameters(), callable.result(), callable.streams())
        + (callable.batch() == null ? "" : " for each item of the batch")
        + ": make the types of the two the same";
  }

  private static String signature(List<Type> parameters, Type result, boolean streams) {
    return parameters.stream()
            .map(type -> SignatureTypes.describe(type).toString())
            .collect(Collectors.joining(", ", "(", ")"))
        + " -> "
        + (streams ? "stream of " : "")
        + SignatureTypes.describe(result);
  }
}
