package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClientFigures;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadClientProcess;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import dev.serval.e2e.support.SpecChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replicas follow the load up and down. */
@ExtendWith(OnCluster.class)
class AutoscalingRampScenario {

  /** 20 users of the recommender are more than four replicas with a target of 3 are to have. */
  private static final int USERS = 20;

  private static final int MOST = 5;

  /**
   * A batch takes as long as in the comparison with Ray Serve, rather than all of the processor.
   */
  private static final String RANKING_TIME = "50ms";

  /** 1.2 requests at a time: one replica. */
  private static final int FEW = 4;

  private static final int MILLIS = 300;

  /**
   * With the few more than the 16 that one replica with a target of 4 takes for a burst, and not
   * more than the 20 that five are to have.
   */
  private static final int STEP = 18;

  private static final int STEP_TARGET = 4;
  private static final int STEP_REPLICAS = 5;

  /** So long that reports see all of them most of the time. */
  private static final int STEP_MILLIS = 4_000;

  /** 18 requests at a time more. */
  private static final int MANY = 60;

  /**
   * From the step to a pod being created, after which its start is the cluster's and the
   * application's. To reach are 2 s, which the records show; a machine with other work must not
   * fail the test.
   */
  private static final Duration REACTION = Duration.ofSeconds(10);

  /** {@code SCALING_DELAYS="30 600 30"} for the delays that the resource has by default. */
  @Test
  void recommenderFollowsItsUsers(ClusterUnderTest cluster) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    ApplicationUnderTest application = recommender.application();
    ScalingDelays delays = ScalingDelays.given();
    application.change(
        SpecChange.environment(Recommender.RANKING, "RECSYS_SIMULATED_RANKING", RANKING_TIME),
        SpecChange.of(Recommender.RANKING, "replicas", "1"));
    application.awaitReady(Recommender.START);
    try (AutoscaledDeployment ranking =
        AutoscaledDeployment.begin(
            application,
            Recommender.RANKING,
            new ScalingSpec("HPA", 1, MOST, ScalingSpec.TARGET, delays))) {
      upAndDown(
          cluster.home(),
          "recommender, ranking %s, in mode HPA, %s".formatted(RANKING_TIME, delays),
          ranking,
          MOST,
          Duration.ZERO,
          () -> recommender.load(FEW),
          () -> recommender.users(cluster.home(), USERS));
    } finally {
      application.change(SpecChange.without(Recommender.RANKING, "env"));
      application.awaitReady(Recommender.START);
    }
  }

  @Test
  void aStepIsAnsweredAtOnceAndNotOvershot(ClusterUnderTest cluster) throws Exception {
    Workshop workshop = Workshop.shared(cluster);
    ScalingDelays delays = ScalingDelays.SHORT;
    try (AutoscaledDeployment worker =
        AutoscaledDeployment.begin(
            workshop.application(),
            Workshop.WORKER,
            new ScalingSpec("HPA", 1, 2 * STEP_REPLICAS, STEP_TARGET, delays))) {
      Ramp up =
          upAndDown(
              cluster.home(),
              "step by %d calls of %d ms in mode HPA".formatted(STEP, STEP_MILLIS),
              worker,
              STEP_REPLICAS,
              delays.up().plus(delays.lookBack()),
              () -> workshop.orders(MILLIS, FEW),
              () -> workshop.users(cluster.home(), STEP, STEP_MILLIS));
      assertThat(up.overshoot()).isLessThanOrEqualTo(1);
      assertThat(up.reaction()).isLessThanOrEqualTo(REACTION);
    }
  }

  /**
   * Some load throughout, and users who come and go.
   *
   * @param most replicas that the users need
   * @param quiet how long the number has to stay before they go
   * @return the way up
   */
  private static Ramp upAndDown(
      Path home,
      String what,
      AutoscaledDeployment deployment,
      int most,
      Duration quiet,
      Callable<LoadThroughService> few,
      Callable<LoadClientProcess> many)
      throws Exception {
    Ramp up;
    long left;
    try (LoadThroughService load = few.call();
        LoadClientProcess users = many.call()) {
      deployment.awaitReady(most);
      deployment.await("the number stays", () -> deployment.history().isSettled(quiet));
      up = Ramp.since(deployment.history(), users.begunNanos());
      left = System.nanoTime();
      ClientFigures answered = users.stop(what + ", users");
      RampRecord.keep(home, what, up, Answers.of(answered));
      LoadFigures beside = load.stop(what + ", load beside them");
      assertThat(answered.failed()).as(answered.toString()).isZero();
      assertThat(beside.failed()).as(beside.toString()).isZero();
    }
    try (LoadThroughService load = few.call()) {
      deployment.awaitPods(1);
      LoadFigures after = load.stop(what + ", load after them");
      RampRecord.keep(home, what, Ramp.since(deployment.history(), left), Answers.of(after));
      assertThat(after.failed()).as(after.toString()).isZero();
    }
    return up;
  }

  /** {@code SAWTOOTH_SECONDS=600} for ten minutes of it. */
  @Test
  void losesNothingWhileTheLoadGoesUpAndDown(ClusterUnderTest cluster) {
    Duration length =
        Duration.ofSeconds(Long.parseLong(System.getenv().getOrDefault("SAWTOOTH_SECONDS", "60")));
    Workshop workshop = Workshop.shared(cluster);
    int teeth = 0;
    long failed = 0;
    try (AutoscaledDeployment worker =
            AutoscaledDeployment.begin(
                workshop.application(), Workshop.WORKER, ScalingSpec.of("Native", 1, MOST));
        LoadThroughService few = workshop.orders(MILLIS, FEW)) {
      do {
        try (LoadThroughService many = workshop.orders(MILLIS, MANY)) {
          worker.awaitReady(MOST);
          failed += many.stop("tooth %d".formatted(++teeth)).failed();
        }
        worker.awaitPods(1);
      } while (few.elapsed().compareTo(length) < 0);
      LoadFigures figures =
          few.stop("autoscaling in mode Native, up and down %d times".formatted(teeth));
      assertThat(figures.failed() + failed).as(figures.toString()).isZero();
    }
  }
}
