package dev.serval.quarkus.deployment.stage;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.Rule;
import dev.serval.quarkus.deployment.handle.ContractMethod;
import dev.serval.quarkus.deployment.handle.ContractModel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Methods are called by name, so a stage has one of each, and so has a contract with a stage of
 * another image.
 */
public final class OverloadRule implements Rule {

  private static final String MORE_THAN_ONCE =
      " is there more than once: methods that other deployments call are told apart by their names;"
          + " ";

  @Override
  public void check(ApplicationModel application, Consumer<String> problems) {
    for (StageModel stage : application.stages()) {
      Map<String, Integer> counts = new HashMap<>();
      for (CallableMethod method : stage.methods()) {
        if (counts.merge(method.name(), 1, Integer::sum) == 2) {
          problems.accept(
              method.displayName()
                  + MORE_THAN_ONCE
                  + "rename one, or make it non-public if it is not meant to be called");
        }
      }
    }
    for (ContractModel contract : application.contractsElsewhere()) {
      Map<String, Integer> counts = new HashMap<>();
      for (ContractMethod method : contract.methods()) {
        if (counts.merge(method.method().name(), 1, Integer::sum) == 2) {
          problems.accept(method.displayName() + MORE_THAN_ONCE + "rename one");
        }
      }
    }
  }
}
