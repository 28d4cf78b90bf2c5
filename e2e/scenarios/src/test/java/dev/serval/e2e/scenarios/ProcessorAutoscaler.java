package dev.serval.e2e.scenarios;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ClusterUnderTest;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A HorizontalPodAutoscaler on processor time, with the defaults of Kubernetes for all else, as
 * somebody makes it who has no other signal.
 */
final class ProcessorAutoscaler implements AutoCloseable {

  /** Percent of the processor that pods request, as in the example of Kubernetes' documentation. */
  static final int UTILIZATION = 50;

  /** It looks every 15 seconds. */
  private static final Duration FIRST_LOOKS = Duration.ofSeconds(60);

  private final Resource<HorizontalPodAutoscaler> autoscaler;
  private final AtomicInteger mostUtilization = new AtomicInteger();
  private final SharedIndexInformer<HorizontalPodAutoscaler> watch;

  private ProcessorAutoscaler(Resource<HorizontalPodAutoscaler> autoscaler) {
    this.autoscaler = autoscaler;
    autoscaler.create();
    this.watch =
        autoscaler.inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(HorizontalPodAutoscaler added) {
                see(added);
              }

              @Override
              public void onUpdate(HorizontalPodAutoscaler before, HorizontalPodAutoscaler now) {
                see(now);
              }

              @Override
              public void onDelete(HorizontalPodAutoscaler gone, boolean unknownFinalState) {
                see(gone);
              }
            });
  }

  /**
   * Makes one for a deployment, and returns when it knows the processor time of its pods.
   *
   * @param most replicas
   */
  static ProcessorAutoscaler begin(
      ClusterUnderTest cluster, ApplicationUnderTest application, String deployment, int most) {
    ProcessorAutoscaler begun =
        new ProcessorAutoscaler(
            cluster
                .client()
                .resource(
                    object(
                        application.namespace(),
                        application.object(deployment).getMetadata().getName(),
                        most)));
    try {
      Await.until("the autoscaler knows the processor time", FIRST_LOOKS, begun::isActive);
      return begun;
    } catch (IllegalStateException e) {
      begun.close();
      throw e;
    }
  }

  private boolean isActive() {
    HorizontalPodAutoscaler now = autoscaler.get();
    return now.getStatus() != null
        && now.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("ScalingActive")
                        && condition.getStatus().equals("True"));
  }

  private void see(HorizontalPodAutoscaler now) {
    if (now.getStatus() == null) {
      return;
    }
    now.getStatus().getCurrentMetrics().stream()
        .filter(metric -> metric.getResource() != null)
        .map(metric -> metric.getResource().getCurrent().getAverageUtilization())
        .filter(Objects::nonNull)
        .forEach(seen -> mostUtilization.accumulateAndGet(seen, Math::max));
  }

  /** The most that it has seen at a look, in percent of what pods request, on their average. */
  int mostUtilization() {
    return mostUtilization.get();
  }

  private static HorizontalPodAutoscaler object(String namespace, String target, int most) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName("on-processor-time")
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", target)
        .withMinReplicas(1)
        .withMaxReplicas(most)
        .addNewMetric()
        .withType("Resource")
        .withNewResource()
        .withName("cpu")
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(UTILIZATION)
        .endTarget()
        .endResource()
        .endMetric()
        .endSpec()
        .build();
  }

  /** Deletes it; the number of replicas stays as it is. */
  @Override
  public void close() {
    watch.close();
    autoscaler.delete();
  }
}
