package dev.serval.operator.reconcile;

import dev.serval.crds.Labels;
import dev.serval.operator.plan.ApplicationPlan;
import dev.serval.operator.plan.PlannedDeployment;
import dev.serval.operator.status.ObservedDeployment;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether nobody needs what the spec has no more. A deployment that lacks the room, or has tried
 * for too long, isn't waited for: what is kept may be what takes the room.
 */
final class Settlement {

  private Settlement() {}

  /**
   * @param deployments of the plan, as they were seen
   * @param pods of the application, also those that are about to end
   */
  static boolean of(
      ApplicationPlan plan, List<ObservedDeployment> deployments, Collection<Pod> pods) {
    Map<String, String> revisions =
        plan.deployments().stream()
            .collect(Collectors.toMap(PlannedDeployment::name, PlannedDeployment::revision));
    return deployments.stream().allMatch(Settlement::isSettled)
        && pods.stream().noneMatch(pod -> isLeavingCaller(pod, revisions));
  }

  private static boolean isSettled(ObservedDeployment deployment) {
    return deployment.cause().isEmpty() || deployment.lacksRoomOrTime();
  }

  /** It still finishes its calls, which may call others. */
  private static boolean isLeavingCaller(Pod pod, Map<String, String> revisions) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    String revision = revisions.get(labels.get(Labels.DEPLOYMENT));
    return pod.getMetadata().getDeletionTimestamp() != null
        && revision != null
        && !revision.equals(labels.get(Labels.REVISION));
  }
}
