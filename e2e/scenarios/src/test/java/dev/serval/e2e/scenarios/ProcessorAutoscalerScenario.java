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
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Each load twice: the deployment scales by a plain HorizontalPodAutoscaler on processor time, and
 * by the requests in progress. It is a comparison: which of them follows isn't asserted, since an
 * autoscaler on processor time may rightly never scale what waits. All takes more than half an
 * hour.
 */
@ExtendWith(OnCluster.class)
class ProcessorAutoscalerScenario {

  private static final int MOST = 5;

  /** As in {@link AutoscalingRampScenario}. */
  private static final int USERS = 20;

  private static final int FEW = 4;

  /** A batch takes that long on top of its work, without using the processor. */
  private static final String WAITS = "50ms";

  private static final String WORKS = "0ms";

  /**
   * Millicores that ranking requests. Half of it is the target, and five times it have room on two
   * nodes of two processors.
   */
  private static final int REQUESTED = 500;

  /** What deployments request in other scenarios. */
  private static final int USUALLY_REQUESTED = 100;

  /** How many calls a worker runs at once, as one does that has so many connections. */
  private static final int SLOTS = 4;

  /** With the few, four times as many calls as one worker runs. */
  private static final int ORDERERS = 12;

  private static final int ORDER_MILLIS = 1_000;
  private static final int FEW_MILLIS = 300;

  /** An idle replica uses less than this part of its request, in percent. */
  private static final int QUIET = ProcessorAutoscaler.UTILIZATION / 2;

  /**
   * Until figures of a new pod have come twice and the work of its start is out of them. To an
   * autoscaler that is a load, which would then count for the five minutes before fewer replicas.
   */
  private static final Duration BECOMES_QUIET = Duration.ofSeconds(180);

  /** The users ask that long, whatever replicas do. */
  private static final Duration ASKING = Duration.ofSeconds(180);

  /** Kubernetes waits five minutes before fewer replicas; some more for figures, looks, ends. */
  private static final Duration FEWER = Duration.ofSeconds(420);

  /** Who scales: all that differs between the two runs of a load. */
  private enum By {
    PROCESSOR_TIME,
    REQUESTS;

    ScalingSpec spec() {
      return this == PROCESSOR_TIME
          ? ScalingSpec.of("External", 1, MOST)
          : new ScalingSpec("HPA", 1, MOST, ScalingSpec.TARGET, ScalingDelays.DEFAULTS);
    }

    String describe(int requested) {
      return this == PROCESSOR_TIME
          ? "autoscaler on processor time, %d %% of %dm"
              .formatted(ProcessorAutoscaler.UTILIZATION, requested)
          : "processor %dm, in mode HPA, %s".formatted(requested, ScalingDelays.DEFAULTS);
    }
  }

  /**
   * What is asked of an application.
   *
   * @param few are there throughout
   * @param users come and, after a given time, go
   */
  private record Load(Callable<LoadThroughService> few, Callable<LoadClientProcess> users) {}

  @BeforeEach
  void figuresAreServed(ClusterUnderTest cluster) {
    assumeTrue(
        ProcessorFigures.areServed(cluster),
        "NOT RUN: the cluster serves no metrics.k8s.io; METRICS_SERVER=1 make e2e CLUSTER=local"
            + " does");
  }

  @Test
  void rankingThatWaitsByProcessorTime(ClusterUnderTest cluster) throws Exception {
    recommender(cluster, WAITS, REQUESTED, By.PROCESSOR_TIME);
  }

  @Test
  void rankingThatWaitsByProcessorTimeOfASmallRequest(ClusterUnderTest cluster) throws Exception {
    recommender(cluster, WAITS, USUALLY_REQUESTED, By.PROCESSOR_TIME);
  }

  @Test
  void rankingThatWaitsByRequests(ClusterUnderTest cluster) throws Exception {
    recommender(cluster, WAITS, REQUESTED, By.REQUESTS);
  }

  @Test
  void rankingThatWorksByProcessorTime(ClusterUnderTest cluster) throws Exception {
    recommender(cluster, WORKS, REQUESTED, By.PROCESSOR_TIME);
  }

  @Test
  void rankingThatWorksByRequests(ClusterUnderTest cluster) throws Exception {
    recommender(cluster, WORKS, REQUESTED, By.REQUESTS);
  }

  @Test
  void fewSlotsByProcessorTime(ClusterUnderTest cluster) throws Exception {
    fewSlots(cluster, By.PROCESSOR_TIME);
  }

  @Test
  void fewSlotsByRequests(ClusterUnderTest cluster) throws Exception {
    fewSlots(cluster, By.REQUESTS);
  }

  /** Ranking takes up to 32 requests as one batch, so that one replica gets far. */
  private static void recommender(ClusterUnderTest cluster, String ranking, int requested, By by)
      throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    ApplicationUnderTest application = recommender.application();
    application.change(
        SpecChange.environment(Recommender.RANKING, "RECSYS_SIMULATED_RANKING", ranking),
        request(requested),
        SpecChange.of(Recommender.RANKING, "replicas", "1"));
    application.awaitReady(Recommender.START);
    try (AutoscaledDeployment deployment =
        AutoscaledDeployment.begin(application, Recommender.RANKING, by.spec())) {
      awaitIdle(cluster, application, Recommender.RANKING, requested);
      follow(
          cluster,
          application,
          Recommender.RANKING,
          deployment,
          by,
          "recommender, ranking %s, %s".formatted(ranking, by.describe(requested)),
          new Load(() -> recommender.load(FEW), () -> recommender.users(cluster.home(), USERS)));
    } finally {
      application.change(
          SpecChange.without(Recommender.RANKING, "env"), request(USUALLY_REQUESTED));
      application.awaitReady(Recommender.START);
    }
  }

  /** Calls that wait, of which a replica runs no more than it has slots. */
  private static void fewSlots(ClusterUnderTest cluster, By by) throws Exception {
    Workshop workshop = Workshop.shared(cluster);
    ApplicationUnderTest application = workshop.application();
    application.change(SpecChange.of(Workshop.WORKER, "maxOngoingRequests", String.valueOf(SLOTS)));
    try (AutoscaledDeployment deployment =
        AutoscaledDeployment.begin(application, Workshop.WORKER, by.spec())) {
      awaitIdle(cluster, application, Workshop.WORKER, USUALLY_REQUESTED);
      follow(
          cluster,
          application,
          Workshop.WORKER,
          deployment,
          by,
          "calls of %d ms, %d at once in a replica, %s"
              .formatted(ORDER_MILLIS, SLOTS, by.describe(USUALLY_REQUESTED)),
          new Load(
              () -> workshop.orders(FEW_MILLIS, FEW),
              () -> workshop.users(cluster.home(), ORDERERS, ORDER_MILLIS)));
    } finally {
      application.change(SpecChange.of(Workshop.WORKER, "maxOngoingRequests", "100"));
      application.awaitReady(Workshop.START);
    }
  }

  private static SpecChange request(int millicores) {
    return SpecChange.of(
        Recommender.RANKING, "resources/requests/cpu", "\"%dm\"".formatted(millicores));
  }

  private static void awaitIdle(
      ClusterUnderTest cluster,
      ApplicationUnderTest application,
      String deployment,
      int requested) {
    ProcessorFigures figures = new ProcessorFigures(cluster, application);
    Quantity most = new Quantity(String.valueOf(requested * QUIET / 100), "m");
    Await.until(
        deployment + " is seen to be idle",
        BECOMES_QUIET,
        () -> figures.areBelow(deployment, most));
  }

  /** Up; by processor time also back, since other scenarios show how it goes back by requests. */
  private static void follow(
      ClusterUnderTest cluster,
      ApplicationUnderTest application,
      String name,
      AutoscaledDeployment deployment,
      By by,
      String what,
      Load load)
      throws Exception {
    if (by == By.REQUESTS) {
      usersAsk(cluster, what, load, deployment);
      return;
    }
    try (ProcessorAutoscaler autoscaler =
        ProcessorAutoscaler.begin(cluster, application, name, MOST)) {
      long left = usersAsk(cluster, what, load, deployment);
      System.out.printf("%s: it saw %d %% at most%n", what, autoscaler.mostUtilization());
      if (deployment.history().askedAt(left) > 1) {
        goesBack(cluster, what, load, deployment, left);
      }
    }
  }

  /**
   * Users come and go.
   *
   * @return when they went, in the time of {@link System#nanoTime}
   */
  private static long usersAsk(
      ClusterUnderTest cluster, String what, Load load, AutoscaledDeployment deployment)
      throws Exception {
    try (LoadThroughService few = load.few().call();
        LoadClientProcess users = load.users().call()) {
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

  /** Waits until there is one replica again, but not for ever. */
  private static void goesBack(
      ClusterUnderTest cluster,
      String what,
      Load load,
      AutoscaledDeployment deployment,
      long leftNanos)
      throws Exception {
    try (LoadThroughService few = load.few().call()) {
      boolean back = Await.within(FEWER, () -> deployment.ready().size() == 1);
      Ramp down = Ramp.since(deployment.history(), leftNanos);
      LoadFigures after = few.stop(what + ", load after them");
      RampRecord.keep(cluster.home(), what, down, Answers.of(after));
      assertThat(after.failed()).as(after.toString()).isZero();
      System.out.printf("%s: %s%n", what, back ? "back to one" : "not back to one in time");
    }
  }
}
