package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.operator.scaling.HandDrivenScaling;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a spec that can't be served leaves of autoscaling: everything. */
class RefusedSpecIT extends AutoscaledFixture {

  private static final String REFUSED =
      ", podTemplate: {spec: {containers: [{name: stage, $patch: delete}]}}";

  @Test
  void boundsOfARefusedSpecDoNotCount() {
    HandDrivenScaling scaling = fiveReplicas();

    refuse("autoscaling: {mode: Native, maxReplicas: 1}");
    scaling.pass(Duration.ofSeconds(590));

    assertThat(asked()).isEqualTo(5);
    user.awaitCondition(
        "recsys", ConditionType.AUTOSCALING_ACTIVE, ConditionStatus.TRUE, "ReadingMetric");
  }

  @Test
  void theLoadDecidesOnByTheSpecBefore() {
    HandDrivenScaling scaling = fiveReplicas();

    refuse("replicas: 3");
    scaling.carry(RANKER, 4, 0);
    scaling.pass(Duration.ofSeconds(700));

    awaitAsked(2);
    assertThat(user.deploymentStatus("recsys", RANKER).orElseThrow().decisions()).isNotEmpty();
  }

  @Test
  void anAutoscalerKeepsItsMetric() {
    apply(HPA);
    HandDrivenScaling scaling = new HandDrivenScaling(operator);
    scaling.carry(RANKER, 2, 0);
    awaitSettled(scaling, 1);
    scaling.pass(Duration.ofSeconds(5));

    refuse("replicas: 3");
    scaling.pass(Duration.ofSeconds(5));

    assertThat(scaling.servedMilli(user.namespace(), RANKER)).isEqualTo(2000);
  }

  @Test
  void anOperatorThatFindsARefusedSpecLeavesTheNumberAndSaysSo() {
    fiveReplicas();
    refuse("autoscaling: {mode: Native, maxReplicas: 1}");
    operator.close();

    operator = startOperator();
    HandDrivenScaling after = new HandDrivenScaling(operator);
    after.carry(RANKER, 0, 0);
    user.awaitCondition(
        "recsys", ConditionType.AUTOSCALING_ACTIVE, ConditionStatus.FALSE, "SpecInvalid");
    after.pass(Duration.ofSeconds(700));
    assertThat(asked()).isEqualTo(5);

    apply(NATIVE);
    after.pass(Duration.ofSeconds(700));
    awaitAsked(1);
  }

  private HandDrivenScaling fiveReplicas() {
    apply(NATIVE);
    HandDrivenScaling scaling = new HandDrivenScaling(operator);
    scaling.carry(RANKER, 10, 0);
    awaitSettled(scaling, 1);
    scaling.pass(Duration.ofSeconds(40));
    awaitSettled(scaling, 5);
    return scaling;
  }

  private void refuse(String ranker) {
    user.apply(recsys(ranker + REFUSED, "replicas: 1"));
    user.awaitCondition("recsys", ConditionType.SPEC_VALID, ConditionStatus.FALSE, "SpecInvalid");
  }
}
