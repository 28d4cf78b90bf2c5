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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes that reach live replicas: no pod is replaced, and the replicas behave otherwise. */
@ExtendWith(OnCluster.class)
class ConfigurationScenario {

  private static final int PER_SECOND = 30;
  private static final int MILLIS = 20;

  /** So many orders at once come to all replicas. */
  private static final int EVERYWHERE = 40;

  /** So many orders in a row come to all replicas: to one alone with a chance of 2^-19. */
  private static final int IN_A_ROW = 20;

  private static final Duration APPLIED = Duration.ofSeconds(30);
  private static final int ORDER_MILLIS = 500;
  private static final int PARCEL_MILLIS = 100;

  private static Workshop workshop;
  private static Parcels parcels;

  @BeforeAll
  static void openWorkshop(ClusterUnderTest cluster) {
    workshop = Workshop.withPackers(cluster);
    parcels = new Parcels(workshop.application().address());
  }

  @AfterAll
  static void closeWorkshop() {
    if (workshop != null) {
      workshop.close();
    }
  }

  @Test
  void userConfigReachesLiveReplicas() {
    see(
        "userConfig",
        new Stand(
            () -> allAnswer("made in 0 ms"),
            SpecChange.of(Workshop.WORKER, "userConfig", "{\"greeting\":\"made\"}")),
        new Stand(
            () -> allAnswer("done in 0 ms"),
            SpecChange.of(Workshop.WORKER, "userConfig", "{\"greeting\":\"done\"}")));
  }

  @Test
  void maxOngoingRequestsReachesLiveReplicas() {
    see(
        "maxOngoingRequests",
        new Stand(
            () -> atATime(6).compareTo(Duration.ofMillis(3 * ORDER_MILLIS)) >= 0,
            SpecChange.of(Workshop.WORKER, "maxOngoingRequests", "1")),
        new Stand(
            () -> atATime(6).compareTo(Duration.ofMillis(2 * ORDER_MILLIS)) < 0,
            SpecChange.of(Workshop.WORKER, "maxOngoingRequests", "100")));
  }

  /** Two packers pack one at a time, and one waits for them in each of two counters. */
  @Test
  void maxQueuedRequestsReachesLiveCallers() {
    see(
        "maxQueuedRequests",
        new Stand(
            () -> parcels.refused(EVERYWHERE, PARCEL_MILLIS) > 0,
            SpecChange.of(Workshop.PACKER, "maxOngoingRequests", "1"),
            SpecChange.of(Workshop.PACKER, "maxQueuedRequests", "1")),
        new Stand(
            () -> parcels.refused(EVERYWHERE, PARCEL_MILLIS) == 0,
            SpecChange.of(Workshop.PACKER, "maxOngoingRequests", "100"),
            SpecChange.of(Workshop.PACKER, "maxQueuedRequests", "-1")));
  }

  @Test
  void batchingReachesLiveReplicas() {
    see(
        "batching",
        new Stand(
            () -> largestBatchesAre(4),
            SpecChange.of(
                Workshop.PACKER, "batching", "{\"pack\":{\"maxSize\":4,\"maxWait\":\"200ms\"}}")),
        new Stand(() -> largestBatchesAre(1), SpecChange.without(Workshop.PACKER, "batching")));
  }

  @Test
  void routingReachesLiveCallers() {
    see(
        "routing",
        new Stand(
            () ->
                List.of("a session", "another", "a third").stream()
                    .allMatch(session -> parcels.packersOf(session, IN_A_ROW).size() == 1),
            SpecChange.of(
                Workshop.PACKER,
                "routing",
                "{\"policy\":\"ConsistentHash\",\"header\":\"%s\"}".formatted(Parcels.SESSION))),
        new Stand(
            () -> parcels.packersOf("a session", IN_A_ROW).size() == 2,
            SpecChange.of(Workshop.PACKER, "routing", "{\"policy\":\"RoundRobin\"}")));
  }

  /** What fields are to be, and how that shows. */
  private record Stand(BooleanSupplier seen, SpecChange... changes) {}

  private static void see(String what, Stand there, Stand back) {
    Map<String, Set<String>> before = pods();
    try (LoadThroughService load =
        workshop.orders(MILLIS, PER_SECOND, answer -> answer.endsWith(" in " + MILLIS + " ms"))) {
      Duration applied = change(what, there, load);
      Duration undone = change(what, back, load);
      workshop.application().awaitReady(APPLIED);
      LoadFigures figures =
          load.stop(
              "change of %s, seen in the replicas after %.1f s, and back after %.1f s"
                  .formatted(what, applied.toMillis() / 1e3, undone.toMillis() / 1e3));
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
    assertThat(pods()).isEqualTo(before);
  }

  /** How long it took until the replicas were seen to do so. */
  private static Duration change(String what, Stand stand, LoadThroughService load) {
    Duration begun = load.elapsed();
    workshop.application().change(stand.changes());
    Await.until(
        what + " is " + List.of(stand.changes()) + " in the replicas", APPLIED, stand.seen());
    return load.elapsed().minus(begun);
  }

  private static Map<String, Set<String>> pods() {
    ApplicationUnderTest application = workshop.application();
    return List.of(Workshop.INGRESS, Workshop.WORKER, Workshop.PACKER).stream()
        .collect(Collectors.toMap(each -> each, application::readyPodUids));
  }

  private static boolean allAnswer(String expected) {
    return workshop.ordersAtOnce(EVERYWHERE, 0).stream().allMatch(expected::equals);
  }

  /** How long so many orders of half a second take together. */
  private static Duration atATime(int orders) {
    long begun = System.nanoTime();
    workshop.ordersAtOnce(orders, ORDER_MILLIS);
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static boolean largestBatchesAre(int together) {
    Map<String, Integer> largest = parcels.largestBatches(EVERYWHERE, PARCEL_MILLIS);
    return largest.size() == 2 && largest.values().stream().allMatch(each -> each == together);
  }
}
