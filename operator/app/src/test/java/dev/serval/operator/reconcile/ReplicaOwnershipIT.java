package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.FieldManagers;
import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.ReplicasOverTime;
import dev.serval.operator.scaling.HandDrivenScaling;
import dev.serval.operator.scaling.ReplicasField;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who owns the number of replicas, and that it stays while another becomes its owner. */
class ReplicaOwnershipIT extends AutoscaledFixture {

  private static final String EXTERNAL = "autoscaling: {mode: External, maxReplicas: 5}";

  @Test
  void aFixedNumberBecomesAutoscaledAndFixedAgain() {
    apply("replicas: 3");
    assertThat(owners()).containsExactly(FieldManagers.OPERATOR);
    try (ReplicasOverTime replicas = new ReplicasOverTime(cluster, deployment(RANKER))) {

      apply(NATIVE);
      awaitOwners(FieldManagers.SCALING);
      apply("replicas: 3");
      ClusterUser.await("the operator says it again")
          .until(() -> owners().contains(FieldManagers.OPERATOR));
      apply("replicas: 2");

      awaitAsked(2);
      assertThat(owners()).containsExactly(FieldManagers.OPERATOR);
      assertThat(replicas.numbers()).containsExactly(3, 2);
    }
  }

  @Test
  void everyModeTakesTheNumberOverFromTheOneBefore() {
    apply("replicas: 3");
    try (ReplicasOverTime replicas = new ReplicasOverTime(cluster, deployment(RANKER))) {
      for (String mode : List.of(HPA, NATIVE, EXTERNAL, HPA, EXTERNAL, NATIVE, HPA)) {
        apply(mode);
        ClusterUser.await("the autoscaler is there in mode HPA alone, now " + mode)
            .until(() -> autoscalers().size() == (mode.equals(HPA) ? 1 : 0));
        awaitOwners(FieldManagers.SCALING);
      }

      assertThat(replicas.numbers()).containsExactly(3);
    }
  }

  @Test
  void whatScaledIsTheOwnerAndStaysSo() {
    apply(NATIVE);
    HandDrivenScaling scaling = new HandDrivenScaling(operator);
    scaling.carry(RANKER, 6, 0);
    awaitSettled(scaling, 1);
    scaling.pass(Duration.ofSeconds(40));
    awaitAsked(3);
    assertThat(owners()).containsExactly(FieldManagers.SCALING);
    try (ReplicasOverTime replicas = new ReplicasOverTime(cluster, deployment(RANKER))) {

      apply(NATIVE + ", maxOngoingRequests: 7, env: [{name: A, value: b}]");
      user.awaitReady("recsys");
      apply(HPA);
      ClusterUser.await("the autoscaler is there").until(() -> !autoscalers().isEmpty());

      assertThat(replicas.numbers()).containsExactly(3);
    }
  }

  @Test
  void anOperatorThatStartsAnewLeavesTheNumberAndWritesNothing() {
    apply(NATIVE);
    HandDrivenScaling before = new HandDrivenScaling(operator);
    before.carry(RANKER, 6, 0);
    awaitSettled(before, 1);
    before.pass(Duration.ofSeconds(40));
    awaitSettled(before, 3);
    before.pass(Duration.ofSeconds(20));
    user.awaitReady("recsys");
    ClusterUser.await("the status is written")
        .untilAsserted(
            () ->
                assertThat(user.deploymentStatus("recsys", RANKER).orElseThrow())
                    .satisfies(
                        status -> {
                          assertThat(status.ongoing()).isEqualTo(6);
                          assertThat(status.readyReplicas()).isEqualTo(3);
                          assertThat(status.reason()).isNull();
                        }));
    operator.close();
    try (ReplicasOverTime replicas = new ReplicasOverTime(cluster, deployment(RANKER))) {

      operator = startOperator();
      HandDrivenScaling after = new HandDrivenScaling(operator);
      ClusterUser.await("its caches are filled").until(() -> isSettled(after, 3));
      after.pass(Duration.ofSeconds(590));
      reconcileAnother();

      assertThat(operator.writes().writesWithout("probe"))
          .as("nothing but a status, as the load is another")
          .allMatch(write -> write.endsWith("/recsys/status"));
      assertThat(replicas.numbers()).containsExactly(3);
      after.pass(Duration.ofSeconds(60));
      awaitAsked(1);
    }
  }

  @Test
  void theNumberOfTheOperatorBeforeAutoscalingIsTakenOver() {
    // Up to 0.1 the number was in what is applied, with autoscaling too.
    apply("replicas: 4");
    operator.close();
    user.apply(recsys(NATIVE, "replicas: 1"));
    try (ReplicasOverTime replicas = new ReplicasOverTime(cluster, deployment(RANKER))) {

      operator = startOperator();

      awaitOwners(FieldManagers.SCALING);
      assertThat(replicas.numbers()).containsExactly(4);
    }
  }

  @Test
  void aNumberThatWasScaledAfterTheCacheHeardOfTheDeploymentStays() {
    apply("replicas: 3");
    stopOperator();
    Deployment late = deployment(RANKER);
    scaleAsTheLoop(5);

    ReplicasField.handOver(cluster, late);

    assertThat(deployment(RANKER).getSpec().getReplicas()).isEqualTo(5);
    assertThat(owners()).containsExactly(FieldManagers.SCALING);
  }

  @Test
  void aDeploymentThatHasOtherwiseChangedIsReadAgain() {
    apply("replicas: 3");
    stopOperator();
    Deployment late = deployment(RANKER);
    cluster
        .resource(late)
        .edit(
            there -> {
              there.getMetadata().getLabels().put("example.com/team", "ranking");
              return there;
            });

    ReplicasField.handOver(cluster, late);

    assertThat(deployment(RANKER).getSpec().getReplicas()).isEqualTo(3);
    assertThat(owners()).containsExactlyInAnyOrder(FieldManagers.OPERATOR, FieldManagers.SCALING);
  }

  @Test
  void aDeploymentThatIsGoneIsNotMadeByAScaling() {
    apply("replicas: 3");
    stopOperator();
    Deployment late = deployment(RANKER);
    cluster.resource(late).delete();
    ClusterUser.await("it is gone").until(() -> cluster.resource(late).get() == null);

    ReplicasField.handOver(cluster, late);

    assertThat(cluster.resource(late).get()).isNull();
  }

  @Test
  void aDeploymentThatLostItsLabelKeepsItsNumber() {
    apply("autoscaling: {mode: External, initialReplicas: 2, maxReplicas: 5}");
    scaleByHand(4);
    awaitAsked(4);
    Deployment found = deployment(RANKER);
    try (ReplicasOverTime replicas = new ReplicasOverTime(cluster, found)) {

      cluster
          .resource(found)
          .edit(
              there -> {
                there.getMetadata().getLabels().remove(Labels.MANAGED_BY);
                return there;
              });

      ClusterUser.await("the label is back")
          .until(
              () ->
                  cluster
                      .resource(found)
                      .get()
                      .getMetadata()
                      .getLabels()
                      .containsKey(Labels.MANAGED_BY));
      assertThat(replicas.numbers()).containsExactly(4);
    }
  }

  @Test
  void inModeExternalWhoeverScalesIsNotFought() {
    apply(EXTERNAL);
    HandDrivenScaling scaling = new HandDrivenScaling(operator);
    awaitSettled(scaling, 1);
    scaleByHand(7);
    awaitSettled(scaling, 7);

    scaling.carry(RANKER, 1, 2);
    scaling.pass(Duration.ofSeconds(700));
    reconcileAnother();

    assertThat(deployment(RANKER).getSpec().getReplicas()).isEqualTo(7);
    user.awaitCondition(
        "recsys", ConditionType.AUTOSCALING_ACTIVE, ConditionStatus.FALSE, "External");
    assertThat(user.deploymentStatus("recsys", RANKER).orElseThrow())
        .satisfies(
            status -> {
              assertThat(status.desired()).isEqualTo(7);
              assertThat(status.ongoing()).isEqualTo(1);
              assertThat(status.queued()).isEqualTo(2);
              assertThat(status.decisions()).isEmpty();
              assertThat(status.lastScale().reason()).isEqualTo("a-tool has set it");
            });
  }

  @Test
  void whoParksADeploymentIsNotFoughtEither() {
    apply(EXTERNAL);
    scaleByHand(0);
    awaitAsked(0);
    try (ReplicasOverTime replicas = new ReplicasOverTime(cluster, deployment(RANKER))) {

      apply(EXTERNAL + ", maxOngoingRequests: 7, env: [{name: A, value: b}]");
      apply("autoscaling: {mode: Native, minReplicas: 0, maxReplicas: 5}");
      apply("replicas: 0");
      apply("autoscaling: {mode: Native, minReplicas: 0, maxReplicas: 5}");

      awaitOwners(FieldManagers.SCALING);
      assertThat(replicas.numbers()).containsExactly(0);
    }
  }

  @Test
  void inModeNativeTheLoadDecidesFromWhatWasScaledByHand() {
    apply(NATIVE);
    HandDrivenScaling scaling = new HandDrivenScaling(operator);
    awaitSettled(scaling, 1);
    scaling.pass(Duration.ofSeconds(40));
    scaleByHand(4);
    awaitSettled(scaling, 4);

    scaling.pass(Duration.ofSeconds(590));
    assertThat(deployment(RANKER).getSpec().getReplicas()).isEqualTo(4);

    scaling.pass(Duration.ofSeconds(60));
    awaitAsked(1);
    assertThat(owners()).containsExactly(FieldManagers.SCALING);
  }

  /** As an autoscaler of somebody's does. */
  private void scaleByHand(int replicas) {
    Deployment there = deployment(RANKER);
    cluster
        .apps()
        .deployments()
        .inNamespace(user.namespace())
        .withName(there.getMetadata().getName())
        .subresource("scale")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("a-tool")
                .build(),
            "{\"spec\": {\"replicas\": %d}}".formatted(replicas));
  }

  private void stopOperator() {
    operator.close();
    operator = null;
  }

  /** By force, and under the name of the loop. */
  private void scaleAsTheLoop(int replicas) {
    Deployment there = deployment(RANKER);
    cluster
        .apps()
        .deployments()
        .inNamespace(user.namespace())
        .withName(there.getMetadata().getName())
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(FieldManagers.SCALING)
                .withForce(true)
                .build(),
            """
            {"apiVersion": "apps/v1", "kind": "Deployment",
             "metadata": {"name": "%s"}, "spec": {"replicas": %d}}
            """
                .formatted(there.getMetadata().getName(), replicas));
  }

  private void awaitOwners(String... managers) {
    ClusterUser.await("owners of the number")
        .untilAsserted(() -> assertThat(owners()).containsExactlyInAnyOrder(managers));
  }

  private List<String> owners() {
    return ReplicasField.managers(deployment(RANKER));
  }

  private List<HorizontalPodAutoscaler> autoscalers() {
    return user.owned(HorizontalPodAutoscaler.class, user.application("recsys"));
  }
}
