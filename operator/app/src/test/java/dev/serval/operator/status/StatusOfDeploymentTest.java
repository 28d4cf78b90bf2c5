package dev.serval.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.Labels;
import dev.serval.operator.plan.PlannedDeployment;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusOfDeploymentTest {

  private static final PlannedDeployment PLANNED =
      new PlannedDeployment("Ranker", "recsys-ranker", "new", 2);
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:10Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          image-pull-back-off  | IMAGE_PULL_FAILED      | image registry.example/recsys:bad of container stage cannot be pulled: failed to pull
          image-pull-error     | IMAGE_PULL_FAILED      | image registry.example/recsys:bad of container stage cannot be pulled: failed to pull
          crash-loop           | CRASH_LOOP             | container stage ended with exit code 1: ItemRankingModel cannot start
          crashed              | CRASH_LOOP             | container stage ended with exit code 1: ItemRankingModel cannot start
          out-of-memory        | OUT_OF_MEMORY          | raise resources.limits.memory
          killed-by-probe      | PROBE_FAILING          | exit code 143
          missing-secret       | CONFIGURATION_MISSING  | secret "ranker-credentials" not found
          unschedulable        | UNSCHEDULABLE          | 3 Insufficient nvidia.com/gpu
          bad-security-context | CONTAINER_NOT_STARTED  | executable file not found
          starting             | ROLLING_OUT            | 1 of 2 replicas are of revision new, 2 are ready
          unready              | ROLLING_OUT            | 1 of 2 replicas are of revision new, 2 are ready
          """)
  void theStatusSaysWhy(String status, Reason reason, String message) {
    ObservedDeployment seen =
        observe(deployment(2, 3, 1, 2), List.of(RecordedPods.pod("new", status)), NOW);

    assertThat(seen.cause().orElseThrow().reason()).isEqualTo(reason);
    assertThat(seen.cause().orElseThrow().message()).contains(message);
    assertThat(seen.status().reason()).isEqualTo(reason.text());
    assertThat(seen.isTroubled()).isEqualTo(reason.isTrouble());
  }

  @Test
  void theCauseStaysTheSameWhileTheKubeletRetries() {
    assertThat(causeOf("image-pull-error")).isEqualTo(causeOf("image-pull-back-off"));
    assertThat(causeOf("crashed")).isEqualTo(causeOf("crash-loop"));
  }

  @Test
  void aReplicaThatStaysUnreadyFailsItsProbe() {
    List<Pod> pods = List.of(RecordedPods.pod("new", "unready"));
    Instant givesUp = Instant.parse("2026-11-22T10:00:25Z");

    ObservedDeployment early = observe(deployment(2, 3, 1, 2), pods, NOW);
    ObservedDeployment late = observe(deployment(2, 3, 1, 2), pods, givesUp);

    assertThat(early.isTroubled()).isFalse();
    assertThat(early.lookAgain()).contains(givesUp);
    assertThat(late.cause().orElseThrow().reason()).isEqualTo(Reason.PROBE_FAILING);
    assertThat(late.lookAgain()).isEmpty();
  }

  @Test
  void replicasOfTheRevisionBeforeAreNotUpdatedWhileTheControllerHasNotSeenTheNewOne() {
    Deployment unseen =
        deployment(2, 2, 2, 2).edit().editMetadata().withGeneration(8L).endMetadata().build();

    ObservedDeployment seen = observe(unseen, List.of(RecordedPods.pod("old", "starting")), NOW);

    assertThat(seen.cause().orElseThrow().reason()).isEqualTo(Reason.ROLLING_OUT);
    assertThat(seen.cause().orElseThrow().message())
        .isEqualTo("0 of 2 replicas are of revision new, 2 are ready");
    assertThat(seen.status().updatedReplicas()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | 1 | 0 | STARTING    | 0 of 2 replicas are ready
          2 | 2 | 1 | SCALING     | 1 of 2 replicas are ready
          4 | 4 | 0 | STARTING    | 0 of 2 replicas are ready
          4 | 4 | 4 | SCALING     | there are 4 replicas, of which 2 shall stay
          3 | 2 | 1 | ROLLING_OUT | 2 of 2 replicas are of revision new, 1 is ready
          """)
  void progressIsToldAsWhatItIs(
      int replicas, int updated, int ready, Reason reason, String message) {
    Cause cause =
        observe(deployment(2, replicas, updated, ready), List.of(), NOW).cause().orElseThrow();

    assertThat(cause).isEqualTo(new Cause(reason, message));
  }

  @Test
  void replicasOfADeploymentThatCannotBeChangedServeAndAreNotUpdated() {
    ObservedDeployment seen = observe(deployment("old", 2, 2, 2, 2), List.of(), NOW);

    assertThat(seen.isReady()).isFalse();
    assertThat(seen.status().readyReplicas()).isEqualTo(2);
    assertThat(seen.status().updatedReplicas()).isZero();
  }

  @Test
  void aReplicaThatTookLongToStartHasAsLongAsAnyOther() {
    Pod pod = RecordedPods.pod("new", "unready");
    pod.getMetadata()
        .setManagedFields(
            List.of(
                new ManagedFieldsEntryBuilder()
                    .withManager("kubelet")
                    .withSubresource("status")
                    .withTime("2026-11-22T10:00:20Z")
                    .build()));

    ObservedDeployment seen =
        observe(deployment(2, 3, 1, 2), List.of(pod), Instant.parse("2026-11-22T10:00:25Z"));

    assertThat(seen.isTroubled()).isFalse();
    assertThat(seen.lookAgain()).contains(Instant.parse("2026-11-22T10:00:40Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MountVolume.SetUp failed for volume "model" : secret "ranker-model" not found | CONFIGURATION_MISSING
          MountVolume.SetUp failed for volume "model" : mount failed: exit status 32     | CONTAINER_NOT_STARTED
          """)
  void whatAKubeletSaysOfAPodWithoutContainersIsTold(String complaint, Reason reason) {
    Pod pod = RecordedPods.pod("new", "volume-missing");

    Cause cause =
        StatusOfDeployment.of(
                PLANNED,
                Optional.of(deployment(2, 3, 1, 2)),
                List.of(pod),
                Map.of(pod.getMetadata().getName(), complaint),
                fixed(PLANNED),
                NOW)
            .cause()
            .orElseThrow();

    assertThat(cause.reason()).isEqualTo(reason);
    assertThat(cause.message())
        .isEqualTo("the containers of a replica cannot be made: " + complaint);
  }

  @Test
  void aPodWithoutContainersIsLookedAtAgain() {
    List<Pod> pods = List.of(RecordedPods.pod("new", "volume-missing"));
    Instant scheduled = Instant.parse("2026-11-22T10:00:00Z");

    ObservedDeployment early = observe(deployment(2, 3, 1, 2), pods, scheduled.plusSeconds(3));
    ObservedDeployment late = observe(deployment(2, 3, 1, 2), pods, scheduled.plusSeconds(30));

    assertThat(early.lookAgain()).contains(scheduled.plusSeconds(10));
    assertThat(early.isTroubled()).isFalse();
    assertThat(late.lookAgain()).contains(scheduled.plusSeconds(40));
    assertThat(Creation.isOverdue(pods.getFirst(), scheduled.plusSeconds(9))).isFalse();
    assertThat(Creation.isOverdue(pods.getFirst(), scheduled.plusSeconds(10))).isTrue();
  }

  @Test
  void aReplicaThatRefusesItsSettingsServesAndIsTrouble() {
    ObservedDeployment seen =
        observe(deployment(2, 2, 2, 2), List.of(RecordedPods.pod("new", "settings-refused")), NOW);

    assertThat(seen.isReady()).isTrue();
    assertThat(seen.isTroubled()).isTrue();
    assertThat(seen.status().reason()).isEqualTo("SettingsRefused");
    assertThat(seen.status().message())
        .isEqualTo(
            "ItemRankingModel.reconfigure threw"
                + " IllegalArgumentException: weights must sum to 1, but sum to 1.4 it keeps the"
                + " configuration it had");
  }

  @Test
  void aRefusalOfAnEarlierRevisionSaysNothing() {
    ObservedDeployment seen =
        observe(deployment(2, 2, 2, 2), List.of(RecordedPods.pod("old", "settings-refused")), NOW);

    assertThat(seen.isTroubled()).isFalse();
    assertThat(seen.status().reason()).isNull();
  }

  @Test
  void podsOfOtherRevisionsExplainNothing() {
    ObservedDeployment seen =
        observe(deployment(2, 3, 1, 2), List.of(RecordedPods.pod("old", "crash-loop")), NOW);

    assertThat(seen.cause().orElseThrow().reason()).isEqualTo(Reason.ROLLING_OUT);
  }

  @Test
  void allReplicasOfTheRevisionAreReady() {
    ObservedDeployment seen = observe(deployment(2, 2, 2, 2), List.of(), NOW);

    assertThat(seen.isReady()).isTrue();
    assertThat(seen.status().reason()).isNull();
    assertThat(seen.status().desired()).isEqualTo(2);
  }

  @Test
  void whatTheControllerHasNotSeenIsNotReady() {
    Deployment deployment =
        new DeploymentBuilder(deployment(2, 2, 2, 2))
            .editMetadata()
            .withGeneration(8L)
            .endMetadata()
            .build();

    assertThat(observe(deployment, List.of(), NOW).isReady()).isFalse();
  }

  @Test
  void oldReplicasThatStillRunAreARollout() {
    assertThat(observe(deployment(2, 3, 2, 3), List.of(), NOW).cause().orElseThrow().reason())
        .isEqualTo(Reason.ROLLING_OUT);
  }

  @Test
  void whatFollowsItsLoadServesMeanwhile() {
    ObservedDeployment growing =
        StatusOfDeployment.of(
            PLANNED,
            Optional.of(deployment(2, 1, 1, 1)),
            List.of(),
            Map.of(),
            autoscaled(PLANNED),
            NOW);

    assertThat(growing.isReady()).isTrue();
    assertThat(growing.status().reason()).isEqualTo("FollowingLoad");
  }

  @Test
  void whatHasNoReplicaYetDoesNotServe() {
    ObservedDeployment waking =
        StatusOfDeployment.of(
            PLANNED,
            Optional.of(deployment(2, 0, 0, 0)),
            List.of(),
            Map.of(),
            autoscaled(PLANNED),
            NOW);

    assertThat(waking.isReady()).isFalse();
    assertThat(waking.cause().orElseThrow().reason()).isEqualTo(Reason.STARTING);
  }

  @Test
  void noReplicasAreReadyIfNoneAreWanted() {
    PlannedDeployment none = new PlannedDeployment("Ranker", "recsys-ranker", "new", 0);

    assertThat(
            StatusOfDeployment.of(
                    none,
                    Optional.of(deployment(0, 0, 0, 0)),
                    List.of(),
                    Map.of(),
                    fixed(none),
                    NOW)
                .isReady())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ReplicaFailure | True  | FailedCreate             | exceeded quota: compute    | QUOTA_EXCEEDED
          ReplicaFailure | True  | FailedCreate             | violates PodSecurity       | PODS_REFUSED
          Progressing    | False | ProgressDeadlineExceeded | has timed out progressing  | PROGRESS_DEADLINE_EXCEEDED
          """)
  void conditionsOfTheDeploymentSayWhy(
      String type, String status, String why, String message, Reason reason) {
    Deployment deployment =
        new DeploymentBuilder(deployment(2, 2, 0, 2))
            .editStatus()
            .addNewCondition()
            .withType(type)
            .withStatus(status)
            .withReason(why)
            .withMessage(message)
            .endCondition()
            .endStatus()
            .build();

    Cause cause = observe(deployment, List.of(), NOW).cause().orElseThrow();

    assertThat(cause.reason()).isEqualTo(reason);
    assertThat(cause.message()).contains(message);
  }

  private static Cause causeOf(String status) {
    return observe(deployment(2, 3, 1, 2), List.of(RecordedPods.pod("new", status)), NOW)
        .cause()
        .orElseThrow();
  }

  private static ObservedDeployment observe(Deployment deployment, List<Pod> pods, Instant now) {
    return StatusOfDeployment.of(
        PLANNED, Optional.of(deployment), pods, Map.of(), fixed(PLANNED), now);
  }

  private static Deployment deployment(int spec, int replicas, int updated, int ready) {
    return deployment("new", spec, replicas, updated, ready);
  }

  private static Deployment deployment(
      String revision, int spec, int replicas, int updated, int ready) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("recsys-ranker")
        .withGeneration(7L)
        .endMetadata()
        .withNewSpec()
        .withReplicas(spec)
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels(Labels.REVISION, revision)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .withNewStatus()
        .withObservedGeneration(7L)
        .withReplicas(replicas)
        .withUpdatedReplicas(updated)
        .withReadyReplicas(ready)
        .withAvailableReplicas(ready)
        .endStatus()
        .build();
  }

  private static ScalingStatus fixed(PlannedDeployment planned) {
    return ScalingStatus.fixed(planned.replicas(), Optional.empty(), NOW);
  }

  private static ScalingStatus autoscaled(PlannedDeployment planned) {
    return ScalingStatus.autoscaled(
        planned.replicas(), null, null, List.of(), Optional.empty(), Optional.empty(), NOW);
  }
}
