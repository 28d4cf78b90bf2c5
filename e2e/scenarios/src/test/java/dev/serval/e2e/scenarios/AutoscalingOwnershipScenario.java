package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadClientProcess;
import dev.serval.e2e.support.OnCluster;
import dev.serval.e2e.support.ReplicaHistory.Asked;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is scaled by somebody else is left to them. */
@ExtendWith(OnCluster.class)
class AutoscalingOwnershipScenario {

  /** The operator would answer it with five replicas within two seconds. */
  private static final int USERS = 18;

  private static final int MILLIS = 2_000;

  /** The status hears of the load every ten seconds. */
  private static final Duration SHOWN = Duration.ofSeconds(60);

  /** In whose name autoscalers write. */
  private static final String CONTROLLERS = "kube-controller-manager";

  @Test
  void leavesAnExternallyScaledDeploymentAlone(ClusterUnderTest cluster) {
    ApplicationUnderTest application = Workshop.shared(cluster).application();
    try (AutoscaledDeployment worker =
        AutoscaledDeployment.begin(
            application, Workshop.WORKER, ScalingSpec.of("External", 1, 5))) {
      application.scaleObject(Workshop.WORKER, 3);
      worker.awaitPods(3);
      Set<String> scaled = worker.ready();
      worker.change("maxOngoingRequests", "50");
      assertThat(worker.ready()).isEqualTo(scaled);
      worker.change("maxOngoingRequests", "100");
    }
  }

  @Test
  void doesNotFightAnAutoscalerOfSomebodyElse(ClusterUnderTest cluster) {
    Workshop workshop = Workshop.shared(cluster);
    ApplicationUnderTest application = workshop.application();
    try (AutoscaledDeployment worker =
        AutoscaledDeployment.begin(
            application, Workshop.WORKER, ScalingSpec.of("External", 1, 5))) {
      Resource<HorizontalPodAutoscaler> autoscaler =
          cluster.client().resource(autoscaler(application, 3, 4));
      autoscaler.create();
      try (LoadClientProcess users = workshop.users(cluster.home(), USERS, MILLIS)) {
        worker.awaitPods(3);
        Set<String> scaled = worker.ready();
        Await.until("the status shows the load", SHOWN, () -> ongoing(application) >= USERS / 2);
        worker.change("maxOngoingRequests", "50");
        assertThat(worker.ready()).isEqualTo(scaled);
        assertThat(owners(application.object(Workshop.WORKER))).containsExactly(CONTROLLERS);

        autoscaler.edit(
            now ->
                new HorizontalPodAutoscalerBuilder(now)
                    .editSpec()
                    .withMinReplicas(1)
                    .withMaxReplicas(2)
                    .endSpec()
                    .build());
        worker.awaitPods(2);
        worker.change("maxOngoingRequests", "100");
        assertThat(owners(application.object(Workshop.WORKER))).containsExactly(CONTROLLERS);
        assertThat(worker.history().asked()).extracting(Asked::replicas).containsExactly(1, 3, 2);
        assertThat(users.stop("while a foreign autoscaler scaled").failed()).isZero();
      } finally {
        autoscaler.delete();
      }
    }
  }

  private static long ongoing(ApplicationUnderTest application) {
    return application.resource().getStatus().deployments().stream()
        .filter(deployment -> deployment.name().equals(Workshop.WORKER))
        .map(DeploymentStatus::ongoing)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(0L);
  }

  /** Whoever wrote the number of replicas that there is. */
  private static List<String> owners(Deployment deployment) {
    return deployment.getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getFieldsV1() != null)
        .filter(
            entry ->
                entry.getFieldsV1().getAdditionalProperties().get("f:spec")
                        instanceof Map<?, ?> spec
                    && spec.containsKey("f:replicas"))
        .map(ManagedFieldsEntry::getManager)
        .toList();
  }

  /**
   * It can't read the load, which the operator doesn't serve of what it doesn't scale; so it keeps
   * the number within its bounds and does nothing else.
   */
  private static HorizontalPodAutoscaler autoscaler(
      ApplicationUnderTest application, int least, int most) {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName("of-somebody-else")
        .withNamespace(application.namespace())
        .endMetadata()
        .withNewSpec()
        .withNewScaleTargetRef(
            "apps/v1", "Deployment", application.object(Workshop.WORKER).getMetadata().getName())
        .withMinReplicas(least)
        .withMaxReplicas(most)
        .addNewMetric()
        .withType("External")
        .withNewExternal()
        .withNewMetric()
        .withName("serval-ongoing-requests")
        .endMetric()
        .withNewTarget()
        .withType("AverageValue")
        .withAverageValue(new Quantity("3"))
        .endTarget()
        .endExternal()
        .endMetric()
        .endSpec()
        .build();
  }
}
