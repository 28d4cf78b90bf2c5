package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.status.RecordedPods;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a change of the spec touches. */
class SpecChangeIT extends OperatorFixture {

  private ServeApplication application;
  private Map<String, String> before;
  private List<String> rankers;
  private List<String> services;

  @BeforeEach
  void applyFirst() {
    user.apply(recsys());
    application = user.awaitReady("recsys");
    before = versions(application);
    rankers = podsOf("ItemRankingModel");
    services = podsOf("RecommendationService");
  }

  @Test
  void scaleTouchesTheReplicasAlone() {
    PodTemplateSpec template = deployment("ItemRankingModel").getSpec().getTemplate();

    user.apply(recsys("replicas: 4", "replicas: 1"));
    user.awaitReady("recsys");

    assertThat(deployment("ItemRankingModel").getSpec().getReplicas()).isEqualTo(4);
    assertThat(deployment("ItemRankingModel").getSpec().getTemplate()).isEqualTo(template);
    assertThat(podsOf("ItemRankingModel")).hasSize(4).containsAll(rankers);
    assertThat(podsOf("RecommendationService")).isEqualTo(services);
    assertThat(changed())
        .isSubsetOf(
            "Deployment/" + deployment("ItemRankingModel").getMetadata().getName(),
            "ConfigMap/recsys-topology");
    assertThat(user.deploymentStatus("recsys", "ItemRankingModel").orElseThrow().lastScale())
        .satisfies(
            scale -> {
              assertThat(scale.from()).isEqualTo(2);
              assertThat(scale.to()).isEqualTo(4);
            });
  }

  @Test
  void userConfigTouchesTheConfigMapAlone() {
    user.apply(recsys("replicas: 2, userConfig: {weights: {engagement: 0.6}}", "replicas: 1"));
    user.awaitReady("recsys");

    assertThat(changed()).containsExactly("ConfigMap/recsys-topology");
    assertThat(podsOf("ItemRankingModel")).isEqualTo(rankers);
    assertThat(podsOf("RecommendationService")).isEqualTo(services);
  }

  @Test
  void anImageRollsItsDeploymentAlone() {
    user.apply(recsys("replicas: 2, image: registry.example/ranker:2", "replicas: 1"));
    user.awaitReady("recsys");

    assertThat(podsOf("ItemRankingModel")).hasSize(2).doesNotContainAnyElementsOf(rankers);
    assertThat(podsOf("RecommendationService")).isEqualTo(services);
    assertThat(changed())
        .containsExactly("Deployment/" + deployment("ItemRankingModel").getMetadata().getName());
  }

  @Test
  void aRemovedDeploymentIsPruned() {
    user.apply(
        """
        apiVersion: serving.serval.dev/v1alpha1
        kind: ServeApplication
        metadata:
          name: recsys
        spec:
          image: %s
          ingress: {deployment: RecommendationService, routePrefix: /recsys}
          deployments:
          - {name: RecommendationService, replicas: 1}
        """
            .formatted(IMAGE));
    user.awaitReady("recsys");

    Set<String> left = new HashSet<>(versions(application).keySet());
    assertThat(left).isNotEmpty().noneMatch(name -> name.contains("item-ranking-model"));
    assertThat(podsOf("RecommendationService")).isEqualTo(services);
    assertThat(user.application("recsys").getStatus().deploymentsReady()).isEqualTo("1/1");
  }

  @Test
  void aRenamedDeploymentStaysUntilItsSuccessorServes() {
    String image = "registry.example/ranker:2";
    nodes.breakImage(image, RecordedPods.status("starting"));
    renameRanker(image);
    user.awaitReason("recsys", "FilmRankingModel", "Starting");

    assertThat(podsOf("ItemRankingModel")).isEqualTo(rankers);
    assertThat(user.owned(Service.class, application))
        .extracting(service -> service.getMetadata().getName())
        .contains("recsys-item-ranking-model");
    assertThat(topology()).contains("\"ItemRankingModel\".stage", "\"FilmRankingModel\".stage");

    nodes.breakImage(image, null);
    user.awaitReady("recsys");

    ClusterUser.await("the renamed deployment is gone")
        .until(() -> podsOf("ItemRankingModel").isEmpty());
    assertThat(podsOf("FilmRankingModel")).hasSize(2);
    ClusterUser.await("its settings are gone")
        .until(() -> !topology().contains("ItemRankingModel"));
  }

  @Test
  void whatIsCalledFromOutsideTurnsToAnotherDeploymentWhenThatServes() {
    String image = "registry.example/service:2";
    nodes.breakImage(image, RecordedPods.status("starting"));
    user.apply(
        recsys("replicas: 2", "replicas: 1, stage: RecommendationService, image: " + image)
            .replaceAll("(deployment|name): RecommendationService", "$1: Recommender"));
    user.awaitReason("recsys", "Recommender", "Starting");

    assertThat(calledFromOutside()).isEqualTo("RecommendationService");
    assertThat(podsOf("RecommendationService")).isEqualTo(services);

    nodes.breakImage(image, null);
    user.awaitReady("recsys");

    assertThat(calledFromOutside()).isEqualTo("Recommender");
    ClusterUser.await("the one before is gone")
        .until(() -> podsOf("RecommendationService").isEmpty());
  }

  private String calledFromOutside() {
    return ingress(application).getSpec().getSelector().get(Labels.DEPLOYMENT);
  }

  @Test
  void aRemovedDeploymentThatMayTakeTheRoomOfAnotherIsPruned() {
    String image = "registry.example/ranker:2";
    nodes.breakImage(image, RecordedPods.status("unschedulable"));

    renameRanker(image);

    user.awaitReason("recsys", "FilmRankingModel", "Unschedulable");
    ClusterUser.await("the removed deployment is gone")
        .until(() -> podsOf("ItemRankingModel").isEmpty());
  }

  private void renameRanker(String image) {
    user.apply(
        recsys("replicas: 2, image: " + image, "replicas: 1")
            .replace("ItemRankingModel", "FilmRankingModel"));
  }

  private String topology() {
    return user.owned(ConfigMap.class, application)
        .getFirst()
        .getData()
        .get("application.properties");
  }

  @Test
  void anInvalidSpecLeavesWhatRuns() {
    user.apply(
        recsys(
            "replicas: 2, podTemplate: {spec: {containers: [{name: stage, image: [1]}]}}",
            "replicas: 3"));

    user.awaitCondition("recsys", ConditionType.SPEC_VALID, ConditionStatus.FALSE, "SpecInvalid");
    assertThat(user.condition("recsys", ConditionType.READY).orElseThrow().status())
        .isEqualTo(ConditionStatus.FALSE);
    assertThat(changed()).isEmpty();
    assertThat(user.application("recsys").getStatus().deployments())
        .extracting(status -> status.name())
        .containsExactlyInAnyOrder("ItemRankingModel", "RecommendationService");

    user.apply(recsys());
    user.awaitReady("recsys");
  }

  @Test
  void autoscalingBeginsWithTheReplicasThatThereAre() {
    user.apply(recsys("autoscaling: {minReplicas: 1, maxReplicas: 5}", "replicas: 1"));

    ServeApplication ready = user.awaitReady("recsys");

    user.awaitCondition(
        "recsys", ConditionType.AUTOSCALING_ACTIVE, ConditionStatus.FALSE, "Starting");
    user.awaitCondition("recsys", ConditionType.SPEC_VALID, ConditionStatus.TRUE, "Accepted");
    assertThat(deployment("ItemRankingModel").getSpec().getReplicas()).isEqualTo(2);
    assertThat(ready.getStatus().deploymentsReady()).isEqualTo("2/2");
  }

  private Set<String> changed() {
    Map<String, String> after = versions(application);
    return after.keySet().stream()
        .filter(name -> !after.get(name).equals(before.get(name)))
        .collect(Collectors.toSet());
  }

  @Test
  void labelsSayWhatAnObjectIs() {
    assertThat(deployment("ItemRankingModel").getMetadata().getLabels())
        .containsEntry(Labels.APPLICATION, "recsys")
        .containsEntry(Labels.MANAGED_BY, Labels.MANAGER);
  }
}
