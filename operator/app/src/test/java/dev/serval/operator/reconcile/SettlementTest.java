package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.operator.plan.ApplicationPlan;
import dev.serval.operator.plan.PlannedDeployment;
import dev.serval.operator.status.Cause;
import dev.serval.operator.status.ObservedDeployment;
import dev.serval.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlementTest {

  private static final ApplicationPlan PLAN =
      new ApplicationPlan(
          List.of(), List.of(new PlannedDeployment("Front", "shop-front", "new", 1)), List.of());

  @ParameterizedTest
  @CsvSource({
    ", true",
    "ROLLING_OUT, false",
    "FOLLOWING_LOAD, false",
    "CRASH_LOOP, false",
    "UNSCHEDULABLE, true",
    "QUOTA_EXCEEDED, true",
    "PROGRESS_DEADLINE_EXCEEDED, true"
  })
  void isReachedWhenAllServeOrLackRoomOrTime(Reason reason, boolean settled) {
    assertThat(Settlement.of(PLAN, List.of(front(reason)), List.of())).isEqualTo(settled);
  }

  @Test
  void waitsForThePodsOfAnotherRevisionThatStillFinishTheirCalls() {
    assertThat(settledBeside(pod("Front", "old", true))).isFalse();
    assertThat(settledBeside(pod("Front", "new", true))).isTrue();
    assertThat(settledBeside(pod("Front", "new", false))).isTrue();
    assertThat(settledBeside(pod("Removed", "old", true))).isTrue();
  }

  private static boolean settledBeside(Pod pod) {
    return Settlement.of(PLAN, List.of(front(null)), List.of(pod));
  }

  private static ObservedDeployment front(Reason reason) {
    return new ObservedDeployment(
        new DeploymentStatus("Front", "new", 1, 1, 1, null, null, 1, null, null, null, List.of()),
        Optional.ofNullable(reason).map(why -> new Cause(why, "so it is")),
        Optional.empty(),
        Optional.empty());
  }

  private static Pod pod(String deployment, String revision, boolean leaving) {
    return new PodBuilder()
        .withNewMetadata()
        .addToLabels(Labels.DEPLOYMENT, deployment)
        .addToLabels(Labels.REVISION, revision)
        .withDeletionTimestamp(leaving ? "2026-11-22T10:00:00Z" : null)
        .endMetadata()
        .build();
  }
}
