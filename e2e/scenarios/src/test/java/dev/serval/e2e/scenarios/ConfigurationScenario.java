package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import dev.serval.e2e.support.SpecChange;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes that reach live replicas: no pod is replaced, and the replicas behave otherwise. */
@ExtendWith(OnCluster.class)
class ConfigurationScenario {

  private static final int PER_SECOND = 30;
  private static final int MILLIS = 20;

  /** So many orders at once come to all replicas. */
  private static final int EVERYWHERE = 40;

  private static final Duration APPLIED = Duration.ofSeconds(30);
  private static final int ORDER_MILLIS = 500;

  @Test
  void userConfigReachesLiveReplicas(ClusterUnderTest cluster) {
    Workshop workshop = Workshop.shared(cluster);
    change(
        workshop,
        "userConfig",
        "{\"greeting\":\"made\"}",
        "{\"greeting\":\"done\"}",
        () -> allAnswer(workshop, "made in 0 ms"),
        () -> allAnswer(workshop, "done in 0 ms"));
  }

  @Test
  void maxOngoingRequestsReachesLiveReplicas(ClusterUnderTest cluster) {
    Workshop workshop = Workshop.shared(cluster);
    change(
        workshop,
        "maxOngoingRequests",
        "1",
        "100",
        () -> atATime(workshop, 6).compareTo(Duration.ofMillis(3 * ORDER_MILLIS)) >= 0,
        () -> atATime(workshop, 6).compareTo(Duration.ofMillis(2 * ORDER_MILLIS)) < 0);
  }

  private static void change(
      Workshop workshop, String field, String value, String back, Seen seen, Seen seenBack) {
    ApplicationUnderTest application = workshop.application();
    Set<String> workers = application.readyPodUids(Workshop.WORKER);
    Set<String> counters = application.readyPodUids(Workshop.INGRESS);
    try (LoadThroughService load =
        workshop.orders(MILLIS, PER_SECOND, answer -> answer.endsWith(" in " + MILLIS + " ms"))) {
      application.change(SpecChange.of(Workshop.WORKER, field, value));
      Duration changed = load.elapsed();
      Await.until(field + " is " + value + " in the replicas", APPLIED, seen::now);
      Duration applied = load.elapsed().minus(changed);
      application.change(SpecChange.of(Workshop.WORKER, field, back));
      Await.until(field + " is " + back + " in the replicas", APPLIED, seenBack::now);
      application.awaitReady(APPLIED);
      LoadFigures figures =
          load.stop(
              "change of %s, seen in the replicas after %.1f s"
                  .formatted(field, applied.toMillis() / 1e3));
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
    assertThat(application.readyPodUids(Workshop.WORKER)).isEqualTo(workers);
    assertThat(application.readyPodUids(Workshop.INGRESS)).isEqualTo(counters);
  }

  private interface Seen {
    boolean now();
  }

  private static boolean allAnswer(Workshop workshop, String expected) {
    return workshop.ordersAtOnce(EVERYWHERE, 0).stream().allMatch(expected::equals);
  }

  /** How long so many orders of half a second take together. */
  private static Duration atATime(Workshop workshop, int orders) {
    long begun = System.nanoTime();
    workshop.ordersAtOnce(orders, ORDER_MILLIS);
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
