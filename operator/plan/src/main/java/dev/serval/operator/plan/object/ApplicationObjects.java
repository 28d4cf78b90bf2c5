package dev.serval.operator.plan.object;

import dev.serval.operator.plan.pod.RevisedDeployment;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/** All objects of an application. */
public final class ApplicationObjects {

  private ApplicationObjects() {}

  /** What pods need comes before the pods, and what lets traffic in comes last. */
  public static List<HasMetadata> of(
      ResolvedApplication application, List<RevisedDeployment> deployments) {
    List<HasMetadata> objects = new ArrayList<>();
    objects.add(TopologyConfigMap.of(application));
    for (ResolvedDeployment deployment : application.deployments()) {
      StageServiceAccount.of(application, deployment).ifPresent(objects::add);
      objects.add(StageNetworkPolicy.of(application, deployment));
      objects.add(HeadlessService.of(application, deployment));
      DisruptionBudget.of(application, deployment).ifPresent(objects::add);
    }
    for (RevisedDeployment deployment : deployments) {
      objects.add(DeploymentObject.of(application, deployment));
    }
    for (ResolvedDeployment deployment : application.deployments()) {
      StageAutoscaler.of(application, deployment).ifPresent(objects::add);
    }
    IngressService.of(application).ifPresent(objects::add);
    return objects;
  }
}
