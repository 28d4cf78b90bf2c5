package dev.serval.operator.reconcile;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which changes of a HorizontalPodAutoscaler matter: it writes the load that it saw into its status
 * every 15 s, of which nobody needs to hear.
 */
final class AutoscalerChange {

  private AutoscalerChange() {}

  static boolean saysTheSame(HorizontalPodAutoscaler now, HorizontalPodAutoscaler before) {
    return Objects.equals(now.getSpec(), before.getSpec())
        && Objects.equals(now.getMetadata().getLabels(), before.getMetadata().getLabels())
        && Objects.equals(
            now.getMetadata().getOwnerReferences(), before.getMetadata().getOwnerReferences())
        && Objects.equals(
            now.getMetadata().getDeletionTimestamp(), before.getMetadata().getDeletionTimestamp())
        && words(now).equals(words(before));
  }

  private static List<List<String>> words(HorizontalPodAutoscaler autoscaler) {
    return Stream.ofNullable(autoscaler.getStatus())
        .flatMap(status -> status.getConditions().stream())
        .map(
            condition ->
                Stream.of(
                        condition.getType(),
                        condition.getStatus(),
                        condition.getReason(),
                        condition.getMessage())
                    .map(Objects::toString)
                    .toList())
        .toList();
  }
}
