package dev.serval.operator.status;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Why a HorizontalPodAutoscaler can't do its work, in its own words. Pure. */
public final class CauseOfAutoscaler {

  private static final Set<String> TOLD = Set.of("AbleToScale", "ScalingActive");

  /** It says so at zero replicas, where the operator scales. */
  private static final String AT_ZERO = "ScalingDisabled";

  private CauseOfAutoscaler() {}

  /** The cause; empty if it works, or hasn't said anything yet. */
  public static Optional<Cause> of(HorizontalPodAutoscaler autoscaler) {
    return conditions(autoscaler)
        .filter(condition -> TOLD.contains(condition.getType()))
        .filter(condition -> "False".equals(condition.getStatus()))
        .filter(condition -> !AT_ZERO.equals(condition.getReason()))
        .findFirst()
        .map(
            condition ->
                new Cause(
                    Reason.HPA_FAILED,
                    "HorizontalPodAutoscaler %s: %s: %s"
                        .formatted(
                            autoscaler.getMetadata().getName(),
                            condition.getReason(),
                            condition.getMessage())));
  }

  private static Stream<HorizontalPodAutoscalerCondition> conditions(
      HorizontalPodAutoscaler autoscaler) {
    List<HorizontalPodAutoscalerCondition> conditions =
        autoscaler.getStatus() == null ? null : autoscaler.getStatus().getConditions();
    return conditions == null ? Stream.empty() : conditions.stream();
  }
}
