package dev.serval.operator.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.discovery.ApplicationId;
import dev.serval.operator.discovery.directory.Directory;
import dev.serval.operator.discovery.directory.Endpoint;
import dev.serval.operator.discovery.directory.SliceId;
import dev.serval.operator.discovery.load.LoadBook;
import dev.serval.operator.discovery.load.ReplicaId;
import dev.serval.operator.discovery.load.ReplicaLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose reports make the load known, by name. */
class ReplicaReportsTest {

  private static final ApplicationId SHOP = new ApplicationId("shop", "recsys");
  private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
  private static final Duration VALID = Duration.ofSeconds(5);

  private final Directory directory = new Directory(1);
  private final LoadBook book = new LoadBook(VALID, 100);
  private final LoadSource reports = new ReplicaReports(directory, book);

  @BeforeEach
  void threeAreReadyOfTwoOfWhichIsHeard() {
    canBeCalled("Ranker", "a", "b", "c");
    canBeCalled("Front", "front");
    report("Ranker", "a", 2, false);
    report("Ranker", "b", 2, false);
    report("Front", "front", 1, false);
  }

  @Test
  void allWhoAreReadyMakeItKnown() {
    report("Ranker", "c", 3, false);

    assertThat(load(3, 4)).isEqualTo(new ReportedLoad.Known(7, 0, 7));
  }

  @Test
  void aReplicaThatIsNotReadyDoesNotReportForOneThatIs() {
    report("Ranker", "surge", 0, false);

    assertThat(load(3, 4))
        .isEqualTo(new ReportedLoad.AtLeast(4, 0, 4, "2 of 3 ready replicas report to the hub"));
  }

  @Test
  void whatAReplicaRunsThatIsNotReadyIsLoad() {
    report("Ranker", "c", 1, false);
    report("Ranker", "ill", 4, false);
    report("Ranker", "old", 5, true);

    assertThat(load(3, 4)).isEqualTo(new ReportedLoad.Known(14, 0, 14));
  }

  @Test
  void aReplicaThatDrainsReportsForItselfAlone() {
    report("Ranker", "old", 5, true);
    assertThat(load(3, 4)).isInstanceOf(ReportedLoad.AtLeast.class);

    report("Ranker", "c", 1, true);
    assertThat(load(3, 4)).as("until its endpoint goes").isInstanceOf(ReportedLoad.Known.class);
  }

  @Test
  void aCallerThatIsNotReadyDoesNotReportForOneThatIs() {
    report("Ranker", "c", 1, false);
    canBeCalled("Front", "front", "other");
    report("Front", "surge", 0, false);

    assertThat(load(3, 5))
        .isEqualTo(
            new ReportedLoad.AtLeast(
                5,
                0,
                5,
                "4 of 5 ready replicas of the application, in which calls may wait, report to the"
                    + " hub"));
  }

  @Test
  void whoIsReadyAndNotYetKnownByNameIsNotKnownToReport() {
    report("Ranker", "c", 1, false);
    report("Ranker", "d", 1, false);

    assertThat(load(4, 5))
        .isEqualTo(new ReportedLoad.AtLeast(6, 0, 6, "3 of 4 ready replicas report to the hub"));
  }

  @Test
  void whoIsNotYetCountedAsReadyHasToReport() {
    assertThat(load(2, 3))
        .isEqualTo(new ReportedLoad.AtLeast(4, 0, 4, "2 of 3 ready replicas report to the hub"));
  }

  @Test
  void aReportThatIsTooOldIsNone() {
    report("Ranker", "c", 1, false);

    assertThat(reports.ready(SHOP, NOW.plus(VALID)))
        .containsEntry("Ranker", new ReadyReports(3, 3));
    assertThat(reports.ready(SHOP, NOW.plus(VALID).plusMillis(1)))
        .containsEntry("Ranker", new ReadyReports(3, 0));
  }

  private ReportedLoad load(int ready, int readyOfAll) {
    Map<String, ReadyReports> byDeployment = reports.ready(SHOP, NOW);
    return ReportedLoad.of(
        byDeployment.get("Ranker").ofAtLeast(ready),
        ReadyReports.together(byDeployment.values()).ofAtLeast(readyOfAll),
        reports.load(SHOP, "Ranker", NOW));
  }

  private void canBeCalled(String deployment, String... pods) {
    Map<String, Endpoint> endpoints =
        Stream.of(pods)
            .map(pod -> new Endpoint(pod, "10.0.0.1:9400", "", ""))
            .collect(Collectors.toMap(Endpoint::id, Function.identity()));
    directory.putSlice(new SliceId("shop", deployment), SHOP, deployment, endpoints);
  }

  private void report(String deployment, String pod, int ongoing, boolean draining) {
    book.report(
        new ReplicaId(SHOP, deployment, pod),
        1,
        new ReplicaLoad(1, ongoing, Map.of(), draining),
        NOW);
  }
}
