package dev.serval.operator.plan.resolve;

import dev.serval.crds.v1alpha1.StageDeployment;
import dev.serval.crds.v1alpha1.scaling.Autoscaling;
import dev.serval.crds.v1alpha1.scaling.ScalingMode;

/** How many replicas a deployment is to have. */
final class ReplicaCount {

  private ReplicaCount() {}

  /**
   * The number of the spec; or, with autoscaling, the number that there is.
   *
   * @param current in the cluster, or {@code null} if the deployment is new
   */
  static int of(StageDeployment deployment, Integer current) {
    Autoscaling scaling = deployment.autoscaling();
    if (scaling == null) {
      return deployment.replicas() == null ? 1 : deployment.replicas();
    }
    if (current == null) {
      return initial(scaling);
    }
    return scaling.mode() == ScalingMode.EXTERNAL
        ? current
        : Math.clamp(current, least(scaling), most(scaling));
  }

  /** At least 1: as long as nothing scales, a deployment that begins at 0 would stay there. */
  private static int initial(Autoscaling scaling) {
    int wanted = scaling.initialReplicas() == null ? least(scaling) : scaling.initialReplicas();
    return Math.max(1, wanted);
  }

  private static int least(Autoscaling scaling) {
    return scaling.minReplicas() == null ? 1 : scaling.minReplicas();
  }

  private static int most(Autoscaling scaling) {
    int atLeast = Math.max(1, least(scaling));
    return scaling.maxReplicas() == null ? atLeast : Math.max(atLeast, scaling.maxReplicas());
  }
}
