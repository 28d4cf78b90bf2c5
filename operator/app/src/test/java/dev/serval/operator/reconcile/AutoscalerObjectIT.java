package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.RunningOperator;
import dev.serval.operator.plan.MetricsApi;
import dev.serval.operator.plan.PlanSettings;
import dev.serval.operator.scaling.HandDrivenScaling;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatusBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The HorizontalPodAutoscaler of a deployment: made, kept, and its words passed on. */
class AutoscalerObjectIT extends OperatorFixture {

  private static final String RANKER = "ItemRankingModel";

  private HandDrivenScaling scaling;

  @BeforeEach
  void applyAutoscaled() {
    user.apply(recsys("autoscaling: {maxReplicas: 5, targetOngoingRequests: 1.5}", "replicas: 1"));
    user.awaitReady("recsys");
    scaling = new HandDrivenScaling(operator);
    ClusterUser.await("one is ready")
        .until(() -> scaling.isSettled(user.namespace(), "recsys", RANKER, 1));
  }

  @Test
  void comesBackWhenItIsDeleted() {
    HorizontalPodAutoscaler made = autoscaler();
    cluster.resource(made).delete();

    ClusterUser.await("it is back")
        .ignoreExceptions()
        .until(() -> !autoscaler().getMetadata().getUid().equals(made.getMetadata().getUid()));
    assertThat(autoscaler().getSpec()).isEqualTo(made.getSpec());
  }

  @Test
  void isCorrectedWhenItIsChanged() {
    HorizontalPodAutoscaler made = autoscaler();
    cluster
        .resource(made)
        .edit(
            there ->
                new HorizontalPodAutoscalerBuilder(there)
                    .editSpec()
                    .withMaxReplicas(50)
                    .endSpec()
                    .build());

    ClusterUser.await("its bounds hold again")
        .until(() -> autoscaler().getSpec().getMaxReplicas() == 5);
  }

  @Test
  void isWrittenOnce() {
    scaling.pass(Duration.ofSeconds(1));
    user.awaitCondition("recsys", ConditionType.AUTOSCALING_ACTIVE, ConditionStatus.TRUE, "AtMin");
    reconcileAnother();
    operator.writes().clear();

    touch();
    reconcileAnother();

    assertThat(operator.writes().writesWithout("probe")).isEmpty();
  }

  @Test
  void itsWordsAreTheApplications() {
    scaling.pass(Duration.ofSeconds(1));
    user.awaitCondition("recsys", ConditionType.AUTOSCALING_ACTIVE, ConditionStatus.TRUE, "AtMin");

    say("False", "FailedGetExternalMetric", "unable to get external metric: no such server");

    Condition failed =
        user.awaitCondition(
            "recsys", ConditionType.AUTOSCALING_ACTIVE, ConditionStatus.FALSE, "HPAFailed");
    assertThat(failed.message())
        .isEqualTo(
            "ItemRankingModel: HorizontalPodAutoscaler recsys-item-ranking-model:"
                + " FailedGetExternalMetric: unable to get external metric: no such server");
    ClusterUser.await("an event tells it")
        .untilAsserted(
            () -> assertThat(user.events()).extracting(Event::getReason).contains("HPAFailed"));

    say("True", "ValidMetricFound", "the HPA was able to calculate a replica count");
    user.awaitCondition("recsys", ConditionType.AUTOSCALING_ACTIVE, ConditionStatus.TRUE, "AtMin");
  }

  @Test
  void whileItCannotBeServedTheOperatorScalesAndItStays() {
    HorizontalPodAutoscaler made = autoscaler();
    operator.close();
    AtomicReference<MetricsApi> api =
        new AtomicReference<>(new MetricsApi.External(Optional.of("no operator is reached")));
    operator =
        new RunningOperator(
            ApiServer.get(),
            user.namespace(),
            () -> PlanSettings.defaults().withMetricsApi(api.get()));
    HandDrivenScaling later = new HandDrivenScaling(operator);
    ClusterUser.await("its caches are filled")
        .until(() -> later.isSettled(user.namespace(), "recsys", RANKER, 1));
    say("False", "FailedGetExternalMetric", "unable to get external metric: no such server");
    later.carry(RANKER, 3, 0);

    later.pass(Duration.ofSeconds(40));

    ClusterUser.await("the operator has scaled")
        .until(() -> deployment(RANKER).getSpec().getReplicas() == 2);
    Condition condition =
        user.awaitCondition(
            "recsys",
            ConditionType.AUTOSCALING_ACTIVE,
            ConditionStatus.TRUE,
            "MetricsAPIUnavailable");
    assertThat(condition.message()).contains("no operator is reached");
    assertThat(autoscaler().getMetadata().getUid()).isEqualTo(made.getMetadata().getUid());

    api.set(new MetricsApi.External());
    later.pass(Duration.ofSeconds(1));
    assertThat(later.servedMilli(user.namespace(), RANKER)).as("its own again").isEqualTo(3000);
  }

  @Test
  void decisionsAreInTheStatusAndInEvents() {
    scaling.carry(RANKER, 4, 0);
    scaling.pass(Duration.ofSeconds(40));

    ClusterUser.await("the status has it")
        .untilAsserted(
            () ->
                assertThat(user.deploymentStatus("recsys", RANKER).orElseThrow().decisions())
                    .singleElement()
                    .satisfies(
                        decision -> {
                          assertThat(decision.from()).isEqualTo(1);
                          assertThat(decision.to()).isEqualTo(3);
                          assertThat(decision.reason()).isEqualTo("Upscaled");
                          assertThat(decision.message())
                              .startsWith("4 requests running or queued over 30s, 1.5 per replica");
                        }));
    assertThat(user.deploymentStatus("recsys", RANKER).orElseThrow().desired()).isEqualTo(3);
    assertThat(user.deploymentStatus("recsys", RANKER).orElseThrow().lastScale().to()).isEqualTo(3);
    assertThat(user.application("recsys").getStatus().ongoing()).isEqualTo(4);
    assertThat(scaling.servedMilli(user.namespace(), RANKER)).isEqualTo(4000);
    assertThat(deployment(RANKER).getSpec().getReplicas())
        .as("the autoscaler's to do")
        .isEqualTo(1);
    ClusterUser.await("an event tells it")
        .untilAsserted(
            () ->
                assertThat(user.events())
                    .filteredOn(event -> event.getReason().equals("ScaledUp"))
                    .extracting(Event::getMessage)
                    .singleElement()
                    .asString()
                    .startsWith("ItemRankingModel: from 1 to 3 replicas: 4 requests"));
  }

  private HorizontalPodAutoscaler autoscaler() {
    return user.owned(HorizontalPodAutoscaler.class, user.application("recsys")).getFirst();
  }

  /** What the controller of a real cluster writes. */
  private void say(String active, String reason, String message) {
    cluster
        .resource(autoscaler())
        .editStatus(
            there ->
                new HorizontalPodAutoscalerBuilder(there)
                    .withStatus(
                        new HorizontalPodAutoscalerStatusBuilder()
                            .withCurrentReplicas(1)
                            .withDesiredReplicas(1)
                            .addNewCondition()
                            .withType("ScalingActive")
                            .withStatus(active)
                            .withReason(reason)
                            .withMessage(message)
                            .endCondition()
                            .build())
                    .build());
  }

  /** A change that means nothing and wakes the operator. */
  private void touch() {
    ServeApplication application = user.application("recsys");
    Service service = user.owned(Service.class, application).getFirst();
    service.getMetadata().getAnnotations().put("example.com/touched", "yes");
    cluster.resource(service).update();
  }
}
