package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import dev.serval.e2e.support.RunningOperator;
import dev.serval.e2e.support.SpecChange;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker's replicas follow its load, between bounds and down to none. */
@ExtendWith(OnCluster.class)
class AutoscalingScenario {

  private static final int MILLIS = 300;

  /** 1.2 requests at a time: one replica. */
  private static final int FEW = 4;

  /**
   * 18 requests at a time more: a burst for one replica with a target of 3, and five are the most.
   */
  private static final int MANY = 60;

  private static final int MOST = 5;

  private static final Duration FOLLOWS = Duration.ofSeconds(120);
  private static final Duration APPLIED = Duration.ofSeconds(30);

  @ParameterizedTest
  @ValueSource(strings = {"HPA", "Native"})
  void followsAStepUpAndDown(String mode, ClusterUnderTest cluster) {
    Workshop workshop = Workshop.shared(cluster);
    ApplicationUnderTest application = workshop.application();
    try (LoadThroughService few = workshop.orders(MILLIS, FEW)) {
      Set<String> before = application.readyPodUids(Workshop.WORKER);
      scaleByLoad(application, mode, 1);
      application.awaitPods(Workshop.WORKER, 1, FOLLOWS);
      assertThat(before).containsAll(application.readyPodUids(Workshop.WORKER));
      application.awaitCondition(
          "AutoscalingActive", ConditionStatus.TRUE, condition -> true, APPLIED);

      Duration step = few.elapsed();
      LoadThroughService many = workshop.orders(MILLIS, MANY);
      awaitReady(application, 2);
      Duration first = few.elapsed().minus(step);
      awaitReady(application, MOST);
      Duration all = few.elapsed().minus(step);
      LoadFigures stepped = many.stop("autoscaling (%s), load steps up".formatted(mode));

      application.awaitPods(Workshop.WORKER, 1, FOLLOWS);
      LoadFigures figures =
          few.stop(
              "autoscaling (%s), up and down: second replica ready %.1f s after the step, all %d after %.1f s"
                  .formatted(mode, first.toMillis() / 1e3, MOST, all.toMillis() / 1e3));
      assertThat(stepped.failed()).as(stepped.toString()).isZero();
      assertThat(figures.failed()).as(figures.toString()).isZero();
    } finally {
      fixed(application);
    }
  }

  /**
   * The one that takes over knows nothing of the load before: fewer is not what it may make of it.
   */
  @Test
  void goesOnWhenTheOperatorIsKilledInTheMiddle(ClusterUnderTest cluster) {
    Workshop workshop = Workshop.shared(cluster);
    ApplicationUnderTest application = workshop.application();
    try (LoadThroughService few = workshop.orders(MILLIS, FEW)) {
      scaleByLoad(application, "HPA", 1);
      application.awaitPods(Workshop.WORKER, 1, FOLLOWS);
      LoadThroughService many = workshop.orders(MILLIS, MANY);
      awaitReady(application, 2);
      Set<String> ready = application.readyPodUids(Workshop.WORKER);
      cluster.operator().killLeader();
      awaitReady(application, MOST);
      cluster.operator().awaitReady(RunningOperator.TAKE_OVER);
      many.awaitServed(10 * MANY);
      assertThat(application.readyPodUids(Workshop.WORKER)).hasSize(MOST).containsAll(ready);
      LoadFigures stepped = many.stop("autoscaling, operator killed in the middle of a ramp");
      LoadFigures figures = few.stop("the same, the load before");
      assertThat(stepped.failed()).as(stepped.toString()).isZero();
      assertThat(figures.failed()).as(figures.toString()).isZero();
    } finally {
      fixed(application);
    }
  }

  /** {@code SAWTOOTH_SECONDS=600} for ten minutes of it. */
  @Test
  void losesNothingWhileTheLoadGoesUpAndDown(ClusterUnderTest cluster) {
    Duration length =
        Duration.ofSeconds(Long.parseLong(System.getenv().getOrDefault("SAWTOOTH_SECONDS", "60")));
    Workshop workshop = Workshop.shared(cluster);
    ApplicationUnderTest application = workshop.application();
    int teeth = 0;
    long failed = 0;
    try (LoadThroughService few = workshop.orders(MILLIS, FEW)) {
      scaleByLoad(application, "HPA", 1);
      do {
        application.awaitPods(Workshop.WORKER, 1, FOLLOWS);
        LoadThroughService many = workshop.orders(MILLIS, MANY);
        awaitReady(application, MOST);
        failed += many.stop("tooth %d".formatted(++teeth)).failed();
      } while (few.elapsed().compareTo(length) < 0);
      application.awaitPods(Workshop.WORKER, 1, FOLLOWS);
      LoadFigures figures = few.stop("autoscaling, up and down %d times".formatted(teeth));
      assertThat(figures.failed() + failed).as(figures.toString()).isZero();
    } finally {
      fixed(application);
    }
  }

  @Test
  void restsWithoutReplicasAndAnswersTheFirstCalls(ClusterUnderTest cluster) {
    Workshop workshop = Workshop.shared(cluster);
    ApplicationUnderTest application = workshop.application();
    try {
      scaleByLoad(application, "HPA", 0);
      application.awaitPods(Workshop.WORKER, 0, FOLLOWS);
      long called = System.nanoTime();
      List<String> answers = workshop.ordersAtOnce(1_000, 0);
      Duration answered = Duration.ofNanos(System.nanoTime() - called);
      System.out.printf(
          "from zero: 1000 calls answered %d ms after the first%n", answered.toMillis());
      assertThat(answers).hasSize(1_000).containsOnly(Workshop.answer(0));
      application.awaitPods(Workshop.WORKER, 0, FOLLOWS);
    } finally {
      fixed(application);
    }
  }

  @Test
  void leavesAnExternallyScaledDeploymentAlone(ClusterUnderTest cluster) {
    ApplicationUnderTest application = Workshop.shared(cluster).application();
    try {
      scaleByLoad(application, "External", 1);
      application.scaleObject(Workshop.WORKER, 3);
      application.awaitPods(Workshop.WORKER, 3, FOLLOWS);
      Set<String> scaled = application.readyPodUids(Workshop.WORKER);
      application.change(SpecChange.of(Workshop.WORKER, "maxOngoingRequests", "50"));
      application.awaitReady(APPLIED);
      assertThat(application.readyPodUids(Workshop.WORKER)).isEqualTo(scaled);
      application.change(SpecChange.of(Workshop.WORKER, "maxOngoingRequests", "100"));
    } finally {
      fixed(application);
    }
  }

  private static void scaleByLoad(ApplicationUnderTest application, String mode, int least) {
    application.change(
        SpecChange.without(Workshop.WORKER, "replicas"),
        SpecChange.of(
            Workshop.WORKER,
            "autoscaling",
            """
            {"mode": "%s", "minReplicas": %d, "maxReplicas": %d, "targetOngoingRequests": 3,
             "upscaleDelay": "2s", "downscaleDelay": "10s", "lookBackPeriod": "5s"}
            """
                .formatted(mode, least, MOST)));
  }

  /** As scenarios that share the workshop expect it. */
  private static void fixed(ApplicationUnderTest application) {
    application.change(
        SpecChange.without(Workshop.WORKER, "autoscaling"),
        SpecChange.of(Workshop.WORKER, "replicas", "2"));
    application.awaitPods(Workshop.WORKER, 2, FOLLOWS);
    application.awaitReady(APPLIED);
  }

  private static void awaitReady(ApplicationUnderTest application, int replicas) {
    Await.until(
        replicas + " replicas are ready",
        FOLLOWS,
        () -> application.readyPods(Workshop.WORKER).size() >= replicas);
  }
}
