package dev.serval.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.PodConditions;
import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.operator.cluster.ClusterUser;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a replica says of its settings is seen on its pod and in the application's status. */
class SettingsReportIT extends HubFixture {

  private static final String PROBLEM = "ItemRankingModel.reconfigure threw: weights sum to 1.4";

  @Test
  void refusedSettingsShowUntilTheyAreTaken() throws IOException {
    apply("recsys", 3);
    Pod pod = pod("recsys", "ItemRankingModel");
    TestReplica replica = replica().connect(tokens.of(pod));
    ClusterUser.await("told").until(() -> !replica.received().isEmpty());

    replica.settingsProblem(PROBLEM);

    Condition degraded =
        user.awaitCondition(
            "recsys", ConditionType.DEGRADED, ConditionStatus.TRUE, "SettingsRefused");
    assertThat(degraded.message()).contains("ItemRankingModel: ", PROBLEM);
    assertThat(user.awaitReason("recsys", "ItemRankingModel", "SettingsRefused").message())
        .contains(PROBLEM);
    user.awaitCondition("recsys", ConditionType.READY, ConditionStatus.TRUE, "AllReady");
    assertThat(configured(pod).orElseThrow().getStatus()).isEqualTo("False");
    assertThat(configured(pod).orElseThrow().getMessage()).isEqualTo(PROBLEM);

    replica.settingsProblem("");

    user.awaitCondition("recsys", ConditionType.DEGRADED, ConditionStatus.FALSE, "AsExpected");
    assertThat(configured(pod).orElseThrow().getStatus()).isEqualTo("True");
    assertThat(patches()).isEqualTo(2);
  }

  @Test
  void whatIsWellIsNotWritten() throws IOException {
    apply("recsys", 3);
    Pod pod = pod("recsys", "ItemRankingModel");
    TestReplica replica = replica().connect(tokens.of(pod));
    replica.settingsProblem("");
    ClusterUser.await("heard").until(() -> hub.metric("reports", "kind", "settings") == 1);
    Pod other = pod("recsys", "Front");
    TestReplica troubled = replica().connect(tokens.of(other));
    troubled.settingsProblem(PROBLEM);
    ClusterUser.await("what came later is written").until(() -> configured(other).isPresent());

    assertThat(configured(pod)).isEmpty();
  }

  @Test
  void anotherHubKnowsWhatThePodSays() throws IOException, InterruptedException {
    apply("recsys", 3);
    Pod pod = pod("recsys", "ItemRankingModel");
    replica().connect(tokens.of(pod)).settingsProblem(PROBLEM);
    ClusterUser.await("written").until(() -> configured(pod).isPresent());
    RunningHub other = closing(startHub());

    closing(other.replica()).connect(tokens.of(pod)).settingsProblem("");

    ClusterUser.await("written by the other")
        .until(() -> configured(pod).orElseThrow().getStatus().equals("True"));
  }

  private long patches() {
    return hub.writes().writes().stream().filter(write -> write.startsWith("PATCH")).count();
  }

  private Optional<PodCondition> configured(Pod pod) {
    return cluster.resource(pod).get().getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals(PodConditions.CONFIGURED))
        .findFirst();
  }
}
