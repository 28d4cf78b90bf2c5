package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ClientFigures;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadClientProcess;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import dev.serval.e2e.support.SpecChange;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The same load of the recommender twice: its ranking scales by a plain HorizontalPodAutoscaler on
 * processor time, and by the requests in progress. It is a comparison: which of them follows isn't
 * asserted, since an autoscaler on processor time may rightly never scale what waits. All takes
 * half an hour.
 */
@ExtendWith(OnCluster.class)
class ProcessorAutoscalerScenario {

  /** As in {@link AutoscalingRampScenario}. */
  private static final int USERS = 20;

  private static final int FEW = 4;
  private static final int MOST = 5;

  /** A batch takes that long on top of its work, without using the processor. */
  private static final String WAITS = "50ms";

  private static final String WORKS = "0ms";

  /**
   * Millicores that ranking requests. Half of it is the target, and five times it have room on two
   * nodes of two processors.
   */
  private static final int REQUESTED = 500;

  /** What it requests in other scenarios, and here afterwards. */
  private static final int USUALLY_REQUESTED = 100;

  /** An idle replica uses less than this part of its request, in percent. */
  private static final int QUIET = ProcessorAutoscaler.UTILIZATION / 2;

  /**
   * Until figures of a new pod have come twice and the work of its start is out of them. To an
   * autoscaler that is a load, which would then count for the five minutes before fewer replicas.
   */
  private static final Duration BECOMES_QUIET = Duration.ofSeconds(180);

  /** The users ask that long, whatever replicas do. */
  private static final Duration ASKING = Duration.ofSeconds(180);

  /** Kubernetes waits five minutes before fewer replicas; some more for figures, looks and ends. */
  private static final Duration FEWER = Duration.ofSeconds(420);

  @BeforeEach
  void figuresAreServed(ClusterUnderTest cluster) {
    assumeTrue(
        ProcessorFigures.areServed(cluster),
        "NOT RUN: the cluster serves no metrics.k8s.io; METRICS_SERVER=1 make e2e CLUSTER=local"
            + " does");
  }

  @Test
  void rankingThatWaitsByProcessorTime(ClusterUnderTest cluster) throws Exception {
    byProcessorTime(cluster, WAITS, REQUESTED);
  }

  @Test
  void rankingThatWaitsByProcessorTimeOfASmallRequest(ClusterUnderTest cluster) throws Exception {
    byProcessorTime(cluster, WAITS, USUALLY_REQUESTED);
  }

  @Test
  void rankingThatWaitsByRequests(ClusterUnderTest cluster) throws Exception {
    byRequests(cluster, WAITS);
  }

  @Test
  void rankingThatWorksByProcessorTime(ClusterUnderTest cluster) throws Exception {
    byProcessorTime(cluster, WORKS, REQUESTED);
  }

  @Test
  void rankingThatWorksByRequests(ClusterUnderTest cluster) throws Exception {
    byRequests(cluster, WORKS);
  }

  /**
   * Up, and back if it went up at all.
   *
   * @param requested millicores, of which the target is a part
   */
  private static void byProcessorTime(ClusterUnderTest cluster, String ranking, int requested)
      throws Exception {
    String what =
        "recommender, ranking %s, autoscaler on processor time, %d %% of %dm"
            .formatted(ranking, ProcessorAutoscaler.UTILIZATION, requested);
    withRanking(
        cluster,
        ranking,
        requested,
        ScalingSpec.of("External", 1, MOST),
        (recommender, deployment) -> {
          try (ProcessorAutoscaler autoscaler =
              ProcessorAutoscaler.begin(
                  cluster, recommender.application(), Recommender.RANKING, MOST)) {
            long left = usersAsk(cluster, what, recommender, deployment);
            System.out.printf("%s: it saw %d %% at most%n", what, autoscaler.mostUtilization());
            goesBack(cluster, what, recommender, deployment, left);
          }
        });
  }

  /** How it goes back is in {@link AutoscalingRampScenario}. */
  private static void byRequests(ClusterUnderTest cluster, String ranking) throws Exception {
    ScalingDelays delays = ScalingDelays.DEFAULTS;
    String what =
        "recommender, ranking %s, processor %dm, in mode HPA, %s"
            .formatted(ranking, REQUESTED, delays);
    withRanking(
        cluster,
        ranking,
        REQUESTED,
        new ScalingSpec("HPA", 1, MOST, ScalingSpec.TARGET, delays),
        (recommender, deployment) -> usersAsk(cluster, what, recommender, deployment));
  }

  /** What is to be done with the ranking while it scales. */
  private interface Step {
    void take(Recommender recommender, AutoscaledDeployment deployment) throws Exception;
  }

  /** Begins with one replica that is idle, and leaves the recommender as it was. */
  private static void withRanking(
      ClusterUnderTest cluster, String ranking, int requested, ScalingSpec spec, Step step)
      throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    ApplicationUnderTest application = recommender.application();
    application.change(
        SpecChange.environment(Recommender.RANKING, "RECSYS_SIMULATED_RANKING", ranking),
        request(requested),
        SpecChange.of(Recommender.RANKING, "replicas", "1"));
    application.awaitReady(Recommender.START);
    try (AutoscaledDeployment deployment =
        AutoscaledDeployment.begin(application, Recommender.RANKING, spec)) {
      ProcessorFigures figures = new ProcessorFigures(cluster, application);
      Await.until(
          "the ranking is seen to be idle",
          BECOMES_QUIET,
          () -> figures.areBelow(Recommender.RANKING, millicores(requested * QUIET / 100)));
      step.take(recommender, deployment);
    } finally {
      application.change(
          SpecChange.without(Recommender.RANKING, "env"), request(USUALLY_REQUESTED));
      application.awaitReady(Recommender.START);
    }
  }

  private static SpecChange request(int millicores) {
    return SpecChange.of(
        Recommender.RANKING, "resources/requests/cpu", "\"%dm\"".formatted(millicores));
  }

  private static Quantity millicores(int count) {
    return new Quantity(String.valueOf(count), "m");
  }

  /**
   * Some load throughout, and users who come and, after a given time, go.
   *
   * @return when they went, in the time of {@link System#nanoTime}
   */
  private static long usersAsk(
      ClusterUnderTest cluster,
      String what,
      Recommender recommender,
      AutoscaledDeployment deployment)
      throws Exception {
    try (LoadThroughService few = recommender.load(FEW);
        LoadClientProcess users = recommender.users(cluster.home(), USERS)) {
      Duration begun = few.elapsed();
      Await.until(
          "the users have asked for their time",
          ASKING.plusSeconds(1),
          () -> few.elapsed().minus(begun).compareTo(ASKING) >= 0);
      Ramp up = Ramp.since(deployment.history(), users.begunNanos());
      long left = System.nanoTime();
      ClientFigures answered = users.stop(what + ", users");
      RampRecord.keep(cluster.home(), what, up, Answers.of(answered));
      LoadFigures beside = few.stop(what + ", load beside them");
      assertThat(answered.failed()).as(answered.toString()).isZero();
      assertThat(beside.failed()).as(beside.toString()).isZero();
      assertThat(up.to()).isBetween(1, MOST);
      return left;
    }
  }

  /** If it has more than one replica, waits until it has one again, but not for ever. */
  private static void goesBack(
      ClusterUnderTest cluster,
      String what,
      Recommender recommender,
      AutoscaledDeployment deployment,
      long leftNanos)
      throws Exception {
    if (deployment.history().askedAt(leftNanos) == 1) {
      return;
    }
    try (LoadThroughService few = recommender.load(FEW)) {
      boolean back = Await.within(FEWER, () -> deployment.ready().size() == 1);
      Ramp down = Ramp.since(deployment.history(), leftNanos);
      LoadFigures after = few.stop(what + ", load after them");
      RampRecord.keep(cluster.home(), what, down, Answers.of(after));
      assertThat(after.failed()).as(after.toString()).isZero();
      System.out.printf("%s: %s%n", what, back ? "back to one" : "not back to one in time");
    }
  }
}
