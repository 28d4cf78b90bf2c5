package dev.serval.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.crds.v1alpha1.status.ScaleDecision;
import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.LoadReport;
import dev.serval.hub.v1.QueuedCalls;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.scaling.ReplicaReports;
import dev.serval.operator.scaling.ScalingLoop;
import dev.serval.operator.scaling.ScalingMetrics;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From what replicas tell the hub to the number of replicas, all of it real but the pods. */
class ScalingIT extends HubFixture {

  private final AtomicBoolean leads = new AtomicBoolean(true);

  @BeforeEach
  void startLoop() {
    ScalingLoop loop =
        closing(
            new ScalingLoop(
                operator.client(),
                operator.reconciler().scaledApplications(),
                new ReplicaReports(hub.hub().directory(), hub.hub().load()),
                operator.board(),
                operator.reconciler()::scalingChanged,
                new ScalingMetrics(new SimpleMeterRegistry()),
                leads::get,
                Clock.systemUTC()));
    loop.start();
  }

  @Test
  void aCallThatWaitsWakesADeploymentThatRests() throws IOException {
    applyResting();
    assertThat(ranker().getSpec().getReplicas()).isZero();
    TestReplica caller = replica().connect(token());

    caller.send(waiting(1, 1000));

    ClusterUser.await("it wakes").until(() -> ranker().getSpec().getReplicas() > 0);
    ClusterUser.await("the status says why")
        .untilAsserted(
            () ->
                assertThat(
                        user.deploymentStatus("recsys", "ItemRankingModel")
                            .orElseThrow()
                            .decisions())
                    .extracting(ScaleDecision::reason)
                    .contains("ColdStart"));
  }

  @Test
  void onlyWhoLeadsScales() throws IOException {
    leads.set(false);
    applyResting();
    replica().connect(token()).send(waiting(1, 1));
    ClusterUser.await("it is heard").until(() -> hub.metric("reported.queued.calls") == 1);
    user.awaitCondition(
        "recsys", ConditionType.AUTOSCALING_ACTIVE, ConditionStatus.FALSE, "Starting");
    assertThat(ranker().getSpec().getReplicas()).isZero();

    leads.set(true);
    replica().connect(token()).send(waiting(1, 1));

    ClusterUser.await("it wakes").until(() -> ranker().getSpec().getReplicas() == 1);
  }

  private void applyResting() {
    user.apply(
        """
        apiVersion: serving.serval.dev/v1alpha1
        kind: ServeApplication
        metadata: {name: recsys}
        spec:
          image: registry.example/recsys:1.4.0
          deployments:
          - {name: ItemRankingModel, autoscaling: {mode: Native, minReplicas: 0, maxReplicas: 3}}
          - {name: Front}
        """);
    user.awaitReady("recsys");
  }

  private static FromReplica waiting(long sequence, int calls) {
    return FromReplica.newBuilder()
        .setLoad(
            LoadReport.newBuilder()
                .setSequence(sequence)
                .addQueued(
                    QueuedCalls.newBuilder().setDeployment("ItemRankingModel").setCalls(calls)))
        .build();
  }

  private Deployment ranker() {
    return cluster
        .apps()
        .deployments()
        .inNamespace(user.namespace())
        .withLabel(Labels.DEPLOYMENT, "ItemRankingModel")
        .list()
        .getItems()
        .getFirst();
  }
}
