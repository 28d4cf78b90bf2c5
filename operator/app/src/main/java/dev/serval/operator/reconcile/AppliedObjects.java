package dev.serval.operator.reconcile;

import dev.serval.operator.status.Cause;
import dev.serval.operator.status.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of the objects of one plan. */
final class AppliedObjects {

  private final Map<String, Deployment> deployments = new LinkedHashMap<>();
  private final Map<String, Cause> lacking = new HashMap<>();
  private final List<Cause> obstacles = new ArrayList<>();

  /**
   * @param desired what was to be applied
   */
  void add(HasMetadata desired, ApplyOutcome outcome) {
    switch (outcome) {
      case ApplyOutcome.Unchanged(var object) -> keep(object);
      case ApplyOutcome.Applied(var object) -> keep(object);
      case ApplyOutcome.Foreign(var message) ->
          lack(desired, new Cause(Reason.FOREIGN_OBJECT, message));
      case ApplyOutcome.Refused(var message) ->
          lack(desired, new Cause(Reason.OBJECT_REFUSED, message));
    }
  }

  private void lack(HasMetadata desired, Cause why) {
    obstacles.add(why);
    if (desired instanceof Deployment) {
      lacking.put(desired.getMetadata().getName(), why);
    }
  }

  private void keep(HasMetadata object) {
    if (object instanceof Deployment deployment) {
      deployments.put(deployment.getMetadata().getName(), deployment);
    }
  }

  /** The Deployment of that name, as the server has it. */
  Optional<Deployment> deployment(String name) {
    return Optional.ofNullable(deployments.get(name));
  }

  /** Why the Deployment of that name isn't as it was to be; empty if it is. */
  Optional<Cause> obstacleOf(String deployment) {
    return Optional.ofNullable(lacking.get(deployment));
  }

  /** Objects that could not be applied. */
  List<Cause> obstacles() {
    return List.copyOf(obstacles);
  }
}
