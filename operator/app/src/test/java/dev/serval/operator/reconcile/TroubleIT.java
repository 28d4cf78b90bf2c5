package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.status.RecordedPods;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new revision that doesn't become ready. */
class TroubleIT extends OperatorFixture {

  private static final String BAD = "registry.example/recsys:bad";

  private List<String> rankers;

  @BeforeEach
  void applyGood() {
    user.apply(recsys());
    user.awaitReady("recsys");
    rankers = podsOf("ItemRankingModel");
  }

  @Test
  void anImageThatCannotBePulledIsNamed() {
    nodes.breakImage(BAD, RecordedPods.status("image-pull-back-off"));

    user.apply(recsys("replicas: 2, image: '" + BAD + "'", "replicas: 1"));

    DeploymentStatus status = user.awaitReason("recsys", "ItemRankingModel", "ImagePullFailed");
    assertThat(status.message()).contains("registry.example/recsys:bad");
    assertThat(status.readyReplicas()).isEqualTo(2);
    user.awaitCondition("recsys", ConditionType.READY, ConditionStatus.FALSE, "ImagePullFailed");
    user.awaitCondition("recsys", ConditionType.DEGRADED, ConditionStatus.TRUE, "ImagePullFailed");
    user.awaitCondition(
        "recsys", ConditionType.PROGRESSING, ConditionStatus.TRUE, "ImagePullFailed");
    assertThat(podsOf("ItemRankingModel")).containsAll(rankers);
    ClusterUser.await("an event tells it once")
        .untilAsserted(() -> assertThat(events("ImagePullFailed")).hasSize(1));
  }

  @Test
  void aCrashLoopShowsTheLastWords() {
    nodes.breakImage(BAD, RecordedPods.status("crash-loop"));

    user.apply(recsys("replicas: 2, image: '" + BAD + "'", "replicas: 1"));

    Condition degraded =
        user.awaitCondition("recsys", ConditionType.DEGRADED, ConditionStatus.TRUE, "CrashLoop");
    assertThat(degraded.message())
        .contains("ItemRankingModel", "exit code 1", "model file /models/ranker.onnx is missing");
    assertThat(podsOf("ItemRankingModel")).containsAll(rankers);
  }

  @Test
  void theSecretOfAVolumeThatIsMissingIsNamed() {
    nodes.breakImage(BAD, RecordedPods.status("volume-missing"));

    user.apply(recsys("replicas: 2, image: '" + BAD + "'", "replicas: 1"));
    Pod pod =
        ClusterUser.await("a pod of the new revision")
            .until(() -> podOf(BAD), Optional::isPresent)
            .orElseThrow();
    cluster.resource(failedMount(pod)).create();

    assertThat(user.awaitReason("recsys", "ItemRankingModel", "ConfigurationMissing").message())
        .contains("secret \"ranker-model\" not found");
    assertThat(podsOf("ItemRankingModel")).containsAll(rankers);
  }

  private Optional<Pod> podOf(String image) {
    return cluster.pods().inNamespace(user.namespace()).list().getItems().stream()
        .filter(pod -> pod.getSpec().getContainers().getFirst().getImage().equals(image))
        .findFirst();
  }

  private static Event failedMount(Pod pod) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(pod.getMetadata().getName() + ".1")
        .withNamespace(pod.getMetadata().getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion("v1")
        .withKind("Pod")
        .withName(pod.getMetadata().getName())
        .withNamespace(pod.getMetadata().getNamespace())
        .withUid(pod.getMetadata().getUid())
        .endInvolvedObject()
        .withType("Warning")
        .withReason("FailedMount")
        .withMessage(
            "MountVolume.SetUp failed for volume \"model\" : secret \"ranker-model\" not found")
        .withLastTimestamp("2026-11-22T10:00:05Z")
        .build();
  }

  @Test
  void aQuotaIsNamed() {
    nodes.refusePods(BAD, "pods \"x\" is forbidden: exceeded quota: compute, requested: cpu=2");

    user.apply(recsys("replicas: 2, image: '" + BAD + "'", "replicas: 1"));

    assertThat(user.awaitReason("recsys", "ItemRankingModel", "QuotaExceeded").message())
        .contains("exceeded quota: compute");
    assertThat(podsOf("ItemRankingModel")).isEqualTo(rankers);
  }

  @Test
  void theLastGoodSpecRecoversAtOnce() {
    nodes.breakImage(BAD, RecordedPods.status("crash-loop"));
    user.apply(recsys("replicas: 2, image: '" + BAD + "'", "replicas: 1"));
    user.awaitReason("recsys", "ItemRankingModel", "CrashLoop");

    user.apply(recsys());

    user.awaitReady("recsys");
    user.awaitCondition("recsys", ConditionType.DEGRADED, ConditionStatus.FALSE, "AsExpected");
    assertThat(podsOf("ItemRankingModel")).isEqualTo(rankers);
  }

  @Test
  void aReplicaThatCrashedIsReplacedWhenItsSettingsChange() {
    nodes.breakImage(BAD, RecordedPods.status("crash-loop"));
    user.apply(recsys("replicas: 2, image: '" + BAD + "'", "replicas: 1"));
    user.awaitReason("recsys", "ItemRankingModel", "CrashLoop");
    Pod crashed = podOf(BAD).orElseThrow();
    // Times of objects are whole seconds.
    Instant later = Instant.parse(crashed.getMetadata().getCreationTimestamp()).plusSeconds(1);
    ClusterUser.await("the next second").until(() -> Instant.now().isAfter(later));

    user.apply(recsys("replicas: 2, userConfig: {boost: 2}, image: '" + BAD + "'", "replicas: 1"));

    ClusterUser.await("the crashed replica is gone")
        .until(() -> cluster.resource(crashed).get() == null);
    assertThat(podsOf("ItemRankingModel")).containsAll(rankers);
  }

  @Test
  void anObjectThatTheServerRefusesIsNamed() {
    user.apply(recsys("replicas: 2, podTemplate: {spec: {restartPolicy: Never}}", "replicas: 1"));

    Condition condition =
        user.awaitCondition(
            "recsys", ConditionType.DEGRADED, ConditionStatus.TRUE, "ObjectRefused");
    assertThat(condition.message()).contains("restartPolicy");
    assertThat(podsOf("ItemRankingModel")).isEqualTo(rankers);
  }

  @Test
  void aMistypedFieldOfAPodTemplateIsNamedAndTheReplicasServeOn() {
    user.apply(
        recsys(
            "replicas: 2, podTemplate: {spec: {tolerations: [{key: gpu, oprator: Exists}],"
                + " affinity: {nodeAffinty: {}}}}",
            "replicas: 1"));

    DeploymentStatus status = user.awaitReason("recsys", "ItemRankingModel", "ObjectRefused");
    assertThat(status.readyReplicas()).isEqualTo(2);
    assertThat(status.message())
        .isEqualTo(
            "the API server refuses Deployment recsys-item-ranking-model:"
                + " spec.template.spec.affinity.nodeAffinty: field not declared in schema;"
                + " spec.template.spec.tolerations[0].oprator: field not declared in schema");
    user.awaitCondition("recsys", ConditionType.READY, ConditionStatus.FALSE, "ObjectRefused");
    assertThat(podsOf("ItemRankingModel")).isEqualTo(rankers);
    ClusterUser.await("an event tells it once")
        .untilAsserted(() -> assertThat(events("ObjectRefused")).hasSize(1));

    user.apply(recsys());

    user.awaitReady("recsys");
  }

  private List<Event> events(String reason) {
    return user.events().stream().filter(event -> event.getReason().equals(reason)).toList();
  }
}
