package dev.serval.operator.hub.identity;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.load.ReplicaId;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Optional;

/**
 * The pod that a caller has proved to be.
 *
 * @param replica as it is known in its application
 * @param podUid of the pod, so that no other of its name is meant
 * @param configured the pod's condition of its settings, if it has one
 */
public record ReplicaIdentity(ReplicaId replica, String podUid, Optional<PodCondition> configured) {

  /** The application of the pod, the only one that it is told of. */
  public ApplicationId application() {
    return replica.application();
  }

  /** The pod's namespace. */
  public String namespace() {
    return replica.application().namespace();
  }

  /** The pod's name. */
  public String podName() {
    return replica.name();
  }
}
