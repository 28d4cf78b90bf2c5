package dev.serval.operator.reconcile;

import dev.serval.operator.status.Cause;
import dev.serval.operator.status.Reason;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of the objects of one plan. */
final class AppliedObjects {

  private final Map<String, Deployment> deployments = new LinkedHashMap<>();
  private final List<Cause> obstacles = new ArrayList<>();

  void add(ApplyOutcome outcome) {
    switch (outcome) {
      case ApplyOutcome.Unchanged(var object) -> keep(object);
      case ApplyOutcome.Applied(var object) -> keep(object);
      case ApplyOutcome.Foreign(var message) ->
          obstacles.add(new Cause(Reason.FOREIGN_OBJECT, message));
      case ApplyOutcome.Refused(var message) ->
          obstacles.add(new Cause(Reason.OBJECT_REFUSED, message));
    }
  }

  private void keep(Object object) {
    if (object instanceof Deployment deployment) {
      deployments.put(deployment.getMetadata().getName(), deployment);
    }
  }

  /** The Deployment of that name, as the server has it. */
  Optional<Deployment> deployment(String name) {
    return Optional.ofNullable(deployments.get(name));
  }

  /** Objects that could not be applied. */
  List<Cause> obstacles() {
    return List.copyOf(obstacles);
  }
}
