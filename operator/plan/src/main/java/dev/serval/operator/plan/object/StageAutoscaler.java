package dev.serval.operator.plan.object;

import dev.serval.operator.autoscaling.hpa.HpaBehavior;
import dev.serval.operator.plan.MetricsApi;
import dev.serval.operator.plan.OngoingRequestsMetric;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTargetBuilder;
import java.util.Optional;

/** The HorizontalPodAutoscaler that carries out what is decided for a deployment of mode HPA. */
final class StageAutoscaler {

  private static final long MILLI = 1000;

  private StageAutoscaler() {}

  /** Empty if the deployment isn't of mode HPA, or no API gives the autoscaler its metric. */
  static Optional<HorizontalPodAutoscaler> of(
      ResolvedApplication application, ResolvedDeployment deployment) {
    if (!deployment.scaledByHpa()) {
      return Optional.empty();
    }
    HpaBehavior behavior = HpaBehavior.of(deployment.policy().orElseThrow());
    return switch (deployment.metricsApi()) {
      case MetricsApi.External ignored ->
          Optional.of(made(application, deployment, behavior, external(deployment, behavior)));
      case MetricsApi.Custom ignored ->
          Optional.of(made(application, deployment, behavior, custom(deployment, behavior)));
      case MetricsApi.Pending ignored -> Optional.empty();
      case MetricsApi.Taken ignored -> Optional.empty();
      case MetricsApi.None ignored -> Optional.empty();
    };
  }

  /**
   * Without {@code tolerance}: most API servers drop the field, so that it would differ forever.
   */
  private static HorizontalPodAutoscaler made(
      ResolvedApplication application,
      ResolvedDeployment deployment,
      HpaBehavior behavior,
      MetricSpec metric) {
    return new HorizontalPodAutoscalerBuilder()
        .withMetadata(OwnedMetadata.ofDeployment(application, deployment))
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", deployment.objectName())
        .withMinReplicas(behavior.minReplicas())
        .withMaxReplicas(behavior.maxReplicas())
        .withMetrics(metric)
        .withNewBehavior()
        .withScaleUp(rules(behavior.scaleUp()))
        .withScaleDown(rules(behavior.scaleDown()))
        .endBehavior()
        .endSpec()
        .build();
  }

  private static MetricSpec external(ResolvedDeployment deployment, HpaBehavior behavior) {
    return new MetricSpecBuilder()
        .withType("External")
        .withNewExternal()
        .withNewMetric()
        .withName(OngoingRequestsMetric.NAME)
        .withNewSelector()
        .withMatchLabels(OngoingRequestsMetric.selecting(deployment))
        .endSelector()
        .endMetric()
        .withTarget(target(behavior))
        .endExternal()
        .build();
  }

  private static MetricSpec custom(ResolvedDeployment deployment, HpaBehavior behavior) {
    return new MetricSpecBuilder()
        .withType("Object")
        .withNewObject()
        .withNewDescribedObject("apps/v1", "Deployment", deployment.objectName())
        .withNewMetric()
        .withName(OngoingRequestsMetric.NAME)
        .endMetric()
        .withTarget(target(behavior))
        .endObject()
        .build();
  }

  private static MetricTarget target(HpaBehavior behavior) {
    return new MetricTargetBuilder()
        .withType("AverageValue")
        .withAverageValue(quantity(behavior.targetAverageMilli()))
        .build();
  }

  /** As the API server writes it: another form of the same number would differ forever. */
  private static Quantity quantity(long milli) {
    return milli % MILLI == 0
        ? new Quantity(Long.toString(milli / MILLI))
        : new Quantity(Long.toString(milli), "m");
  }

  private static HPAScalingRules rules(HpaBehavior.Rules rules) {
    return new HPAScalingRulesBuilder()
        .withStabilizationWindowSeconds(rules.stabilizationWindowSeconds())
        .addNewPolicy()
        .withType("Pods")
        .withValue(rules.podsPerPeriod())
        .withPeriodSeconds(rules.periodSeconds())
        .endPolicy()
        .build();
  }
}
