package dev.serval.operator.status;

import dev.serval.crds.v1alpha1.status.ConditionType;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The condition {@code AutoscalingActive} of an application from how its deployments scale. */
final class ScalingCondition {

  private static final Cause UNSEEN =
      new Cause(Reason.STARTING, "its load has not been looked at yet, which takes a hub");

  /** What somebody should know first comes first. */
  private static final List<Reason> BY_WEIGHT =
      List.of(
          Reason.SPEC_INVALID,
          Reason.SCALE_FAILED,
          Reason.HPA_FAILED,
          Reason.NO_DATA,
          Reason.STARTING,
          Reason.METRICS_API_UNAVAILABLE,
          Reason.METRICS_API_TAKEN,
          Reason.AT_MAX,
          Reason.AT_MIN,
          Reason.READING_METRIC,
          Reason.EXTERNAL_SCALING);

  private static final Set<Reason> ACTIVE =
      Set.of(
          Reason.METRICS_API_UNAVAILABLE,
          Reason.METRICS_API_TAKEN,
          Reason.AT_MAX,
          Reason.AT_MIN,
          Reason.READING_METRIC);

  private ScalingCondition() {}

  static void add(Conditions conditions, List<ObservedScaling> deployments) {
    if (deployments.isEmpty()) {
      conditions.add(
          ConditionType.AUTOSCALING_ACTIVE,
          false,
          Reason.NOT_REQUESTED,
          "no deployment asks for autoscaling");
      return;
    }
    Reason heaviest =
        deployments.stream()
            .map(each -> each.cause().orElse(UNSEEN).reason())
            .min(Comparator.comparing(BY_WEIGHT::indexOf))
            .orElseThrow();
    conditions.add(
        ConditionType.AUTOSCALING_ACTIVE,
        ACTIVE.contains(heaviest),
        heaviest,
        StatusOfApplication.cut(
            deployments.stream()
                .map(each -> each.deployment() + ": " + each.cause().orElse(UNSEEN).message())
                .collect(Collectors.joining("; "))));
  }
}
