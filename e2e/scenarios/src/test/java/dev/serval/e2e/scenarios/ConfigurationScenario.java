package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Changes that reach live replicas: no pod is replaced or started again, and the replicas behave
 * otherwise. Each change is seen, and then undone and seen again.
 */
@ExtendWith(OnCluster.class)
class ConfigurationScenario {

  private static final int PER_SECOND = 30;
  private static final int MILLIS = 20;

  /** Until JVMs that have just started answer as they do later. */
  private static final int BEGINNING = 10 * PER_SECOND;

  private static final Duration APPLIED = Duration.ofSeconds(30);
  private static final List<String> DEPLOYMENTS =
      List.of(Workshop.INGRESS, Workshop.WORKER, Workshop.PACKER);

  /** So many orders at once come to all replicas. */
  private static final int EVERYWHERE = 40;

  private static final int ORDER_MILLIS = 500;
  private static final int PARCEL_MILLIS = 400;

  /** More than one counter refuses of all that come at once. */
  private static final int REFUSED_BY_BOTH = 30;

  private static final List<String> SESSIONS = List.of("a session", "another", "a third");

  /** So many orders of a session come through both counters, and to both packers if they may. */
  private static final int OF_A_SESSION = 30;

  private static Workshop workshop;
  private static Parcels parcels;

  @BeforeAll
  static void openWorkshop(ClusterUnderTest cluster) {
    workshop = Workshop.withPackers(cluster);
    parcels = new Parcels(workshop);
    try (LoadThroughService orders = orders();
        LoadThroughService packing = packing()) {
      orders.awaitServed(BEGINNING);
      packing.awaitServed(BEGINNING);
    }
  }

  @AfterAll
  static void closeWorkshop() {
    if (workshop != null) {
      workshop.close();
    }
  }

  @Test
  void userConfigReachesLiveReplicas() {
    changeAndUndo(
        "userConfig",
        orders(),
        worker("userConfig", "{\"greeting\":\"made\"}", () -> allAnswer("made in 0 ms")),
        worker("userConfig", "{\"greeting\":\"done\"}", () -> allAnswer("done in 0 ms")));
  }

  /** Two workers have twelve orders, of half a second each, to do. */
  @Test
  void maxOngoingRequestsReachesLiveReplicas() {
    changeAndUndo(
        "maxOngoingRequests",
        orders(),
        worker("maxOngoingRequests", "1", () -> duration(12) >= 6 * ORDER_MILLIS),
        worker("maxOngoingRequests", "100", () -> duration(12) < 3 * ORDER_MILLIS));
  }

  /** Packers do one at a time, and each counter lets one wait for them, or any number. */
  @Test
  void maxQueuedRequestsReachesLiveCallers() {
    workshop.application().change(SpecChange.of(Workshop.PACKER, "maxOngoingRequests", "1"));
    try {
      changeAndUndo(
          "maxQueuedRequests",
          orders(),
          packer(
              "maxQueuedRequests",
              "1",
              () -> parcels.refused(EVERYWHERE, PARCEL_MILLIS) >= REFUSED_BY_BOTH),
          packer("maxQueuedRequests", "-1", () -> parcels.refused(EVERYWHERE, MILLIS) == 0));
    } finally {
      workshop.application().change(SpecChange.of(Workshop.PACKER, "maxOngoingRequests", "100"));
    }
  }

  @Test
  void batchingReachesLiveReplicas() {
    changeAndUndo(
        "batching",
        packing(),
        packer(
            "batching",
            "{\"pack\":{\"maxSize\":4,\"maxWait\":\"100ms\"}}",
            () -> largestBatchesAre(4)),
        packer("batching", "{\"pack\":{\"maxSize\":1}}", () -> largestBatchesAre(1)));
  }

  /** Counters send a session to one packer, the same for both, or to each packer in turn. */
  @Test
  void routingReachesLiveCallers() {
    changeAndUndo(
        "routing",
        packing(),
        packer(
            "routing",
            "{\"policy\":\"ConsistentHash\",\"header\":\"%s\"}".formatted(Workshop.SESSION),
            () -> SESSIONS.stream().allMatch(each -> isDealtWith(each, 2, 1))),
        packer(
            "routing",
            "{\"policy\":\"RoundRobin\"}",
            () -> isDealtWith(SESSIONS.getFirst(), 4, 2)));
  }

  private static LoadThroughService orders() {
    return workshop.orders(MILLIS, PER_SECOND, answer -> answer.endsWith(" in " + MILLIS + " ms"));
  }

  private static LoadThroughService packing() {
    return LoadThroughService.start(
        workshop.parcel(1, "any session"), PER_SECOND, answer -> Parcel.of(answer).isPresent());
  }

  /** What a field is to be, and how that shows. */
  private record Setting(SpecChange change, BooleanSupplier shows) {}

  private static Setting worker(String field, String value, BooleanSupplier shows) {
    return new Setting(SpecChange.of(Workshop.WORKER, field, value), shows);
  }

  private static Setting packer(String field, String value, BooleanSupplier shows) {
    return new Setting(SpecChange.of(Workshop.PACKER, field, value), shows);
  }

  private static void changeAndUndo(
      String what, LoadThroughService load, Setting changed, Setting undone) {
    Set<String> before = workshop.application().podStarts(DEPLOYMENTS);
    try (load) {
      Duration applied = apply(changed, load);
      Duration undoing = apply(undone, load);
      workshop.application().awaitReady(APPLIED);
      LoadFigures figures =
          load.stop(
              "change of %s, seen in the replicas after %.1f s, undone after %.1f s"
                  .formatted(what, applied.toMillis() / 1e3, undoing.toMillis() / 1e3));
      assertThat(figures.failed()).as(figures.toString()).isZero();
    } finally {
      workshop.application().change(undone.change());
    }
    assertThat(workshop.application().podStarts(DEPLOYMENTS)).isEqualTo(before);
  }

  /** How long it took until the replicas were seen to do so. */
  private static Duration apply(Setting setting, LoadThroughService load) {
    Duration begun = load.elapsed();
    workshop.application().change(setting.change());
    Await.until(setting.change() + " shows in the replicas", APPLIED, setting.shows());
    return load.elapsed().minus(begun);
  }

  private static boolean allAnswer(String expected) {
    return workshop.ordersAtOnce(EVERYWHERE, 0).stream().allMatch(expected::equals);
  }

  /** How many milliseconds so many orders of half a second take together. */
  private static long duration(int orders) {
    long begun = System.nanoTime();
    workshop.ordersAtOnce(orders, ORDER_MILLIS);
    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
  }

  private static boolean largestBatchesAre(int together) {
    Map<String, Integer> largest = parcels.largestBatches(EVERYWHERE, MILLIS);
    return largest.size() == 2 && largest.values().stream().allMatch(each -> each == together);
  }

  /** Whether a session comes to so many packers, by so many pairs of a counter and a packer. */
  private static boolean isDealtWith(String session, int ways, int packers) {
    List<Parcel> all = parcels.ofSession(session, OF_A_SESSION);
    return all.stream().map(each -> each.counter() + ' ' + each.packer()).distinct().count() == ways
        && all.stream().map(Parcel::packer).distinct().count() == packers;
  }
}
