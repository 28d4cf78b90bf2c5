package dev.serval.quarkus.deployment.handle;

import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.stage.StageModel;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A contract that is used to call a stage.
 *
 * @param handle one of the places where it is
 */
record ContractMatch(HandlePoint handle, ContractModel contract, StageModel stage) {

  /** Each pair of contract and stage in the application once. */
  static Set<ContractMatch> of(ApplicationModel application) {
    Set<ContractMatch> matches = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    for (HandlePoint handle : application.handles()) {
      ContractModel contract = application.contracts().get(handle.type().name());
      if (contract == null || !contract.isInterface()) {
        continue;
      }
      for (ApplicationModel.Target target : application.targetsOf(handle)) {
        if (target.stage().isPresent()
            && seen.add(contract.type().name() + " " + target.stage().get().type().name())) {
          matches.add(new ContractMatch(handle, contract, target.stage().get()));
        }
      }
    }
    return matches;
  }
}
