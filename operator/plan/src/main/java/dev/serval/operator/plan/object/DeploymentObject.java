package dev.serval.operator.plan.object;

import dev.serval.crds.Labels;
import dev.serval.operator.plan.pod.RevisedDeployment;
import dev.serval.operator.plan.resolve.ObjectLabels;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;

/** The Deployment that keeps a deployment's replicas. */
final class DeploymentObject {

  /** One goes back by changing the spec, not the Deployment: old ReplicaSets are only looked at. */
  private static final int OLD_REPLICA_SETS = 2;

  private DeploymentObject() {}

  static Deployment of(ResolvedApplication application, RevisedDeployment revised) {
    return new DeploymentBuilder()
        .withMetadata(metadata(application, revised))
        .withNewSpec()
        .withReplicas(revised.deployment().appliedReplicas().orElse(null))
        .withRevisionHistoryLimit(OLD_REPLICA_SETS)
        .withStrategy(newOnesFirst())
        .withNewSelector()
        .withMatchLabels(ObjectLabels.selectingDeployment(revised.deployment()))
        .endSelector()
        .withTemplate(revised.template())
        .endSpec()
        .build();
  }

  private static ObjectMeta metadata(ResolvedApplication application, RevisedDeployment revised) {
    return new ObjectMetaBuilder(OwnedMetadata.ofDeployment(application, revised.deployment()))
        .addToLabels(Labels.REVISION, revised.revision())
        .build();
  }

  /** A quarter is rounded up, so there is always room for a new replica. */
  private static DeploymentStrategy newOnesFirst() {
    return new DeploymentStrategyBuilder()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString("25%"))
        .withMaxUnavailable(new IntOrString(0))
        .endRollingUpdate()
        .build();
  }
}
