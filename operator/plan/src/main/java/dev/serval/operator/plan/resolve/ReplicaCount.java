package dev.serval.operator.plan.resolve;

import dev.serval.crds.v1alpha1.StageDeployment;
import dev.serval.crds.v1alpha1.scaling.Autoscaling;

/**
 * How many replicas a deployment is to have, and who says it.
 *
 * @param number of replicas
 * @param applied whether the Deployment says it. Not where it exists already and is autoscaled:
 *     whoever scales it says it there, and what is applied must not undo that
 */
public record ReplicaCount(int number, boolean applied) {

  /**
   * The number of the spec; or, with autoscaling, the number that there is.
   *
   * @param current in the cluster, or {@code null} if the deployment is new
   * @param ingress whether it answers HTTP from outside
   * @param heard whether its load will be known, without which nobody would wake it from 0
   */
  static ReplicaCount of(
      StageDeployment deployment, Integer current, boolean ingress, boolean heard) {
    Autoscaling scaling = deployment.autoscaling();
    if (scaling == null) {
      return new ReplicaCount(deployment.replicas() == null ? 1 : deployment.replicas(), true);
    }
    if (current != null) {
      return new ReplicaCount(current, false);
    }
    int initial = PolicyOfSpec.of(scaling, ingress).initialReplicas();
    return new ReplicaCount(heard ? initial : Math.max(1, initial), true);
  }
}
