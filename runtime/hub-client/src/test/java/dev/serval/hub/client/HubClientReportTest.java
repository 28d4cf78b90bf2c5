package dev.serval.hub.client;

import static dev.serval.hub.client.Snapshots.complete;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.LoadReport;
import dev.serval.hub.v1.QueuedCalls;
import dev.serval.hub.v1.SettingsReport;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the client reports, and when. */
class HubClientReportTest extends HubClientFixture {

  @Test
  void loadIsReportedAtOnceAndThenEverySecond() {
    load = new ProcessLoad(3, Map.of("Ranker", 2), false);
    connectAndTell();
    until(() -> !loads().isEmpty());

    load = new ProcessLoad(4, Map.of("Ranker", 1), false);
    time.advance(Duration.ofSeconds(1));

    untilReports(2);
    assertThat(loads())
        .containsExactly(
            LoadReport.newBuilder()
                .setSequence(1)
                .setOngoing(3)
                .addQueued(QueuedCalls.newBuilder().setDeployment("Ranker").setCalls(2))
                .build(),
            LoadReport.newBuilder()
                .setSequence(2)
                .setOngoing(4)
                .addQueued(QueuedCalls.newBuilder().setDeployment("Ranker").setCalls(1))
                .build());
  }

  @Test
  void whatAnAutoscalerMustKnowIsReportedAtOnceButNotTooOften() {
    connectAndTell();
    untilReports(1);
    time.advance(Duration.ofMillis(200));

    load = new ProcessLoad(1, Map.of(), false);
    client.loadChanged();
    untilReports(2);

    load = new ProcessLoad(0, Map.of(), false);
    client.loadChanged();
    client.loadChanged();
    drainLoop();
    assertThat(loads()).as("a report was sent just now").hasSize(2);
    time.advance(Duration.ofMillis(100));
    untilReports(3);

    load = new ProcessLoad(0, Map.of("Ranker", 1), false);
    time.advance(Duration.ofMillis(100));
    client.loadChanged();
    untilReports(4);

    load = new ProcessLoad(2, Map.of("Ranker", 1), false);
    time.advance(Duration.ofMillis(100));
    client.loadChanged();
    drainLoop();
    assertThat(loads()).as("more of the same can wait").hasSize(4);

    load = new ProcessLoad(2, Map.of("Ranker", 1), true);
    client.loadChanged();
    untilReports(5);
    assertThat(loads().getLast().getDraining()).isTrue();

    load = new ProcessLoad(2, Map.of(), true);
    client.loadChanged();
    // Else time could pass between the client's look at it and what it schedules by that.
    drainLoop();
    time.advance(Duration.ofMillis(100));
    untilReports(6);
    assertThat(loads().getLast().getQueuedList()).as("nobody waits any more").isEmpty();
  }

  @Test
  void whatIsReportedBecauseItChangedSaysSoAndTheSecondsGoOn() {
    connectAndTell();
    untilReports(1);
    time.advance(Duration.ofMillis(700));
    load = new ProcessLoad(1, Map.of(), false);
    client.loadChanged();
    untilReports(2);
    load = new ProcessLoad(3, Map.of(), false);
    time.advance(Duration.ofMillis(300));
    untilReports(3);

    assertThat(loads()).extracting(LoadReport::getOngoing).containsExactly(0, 1, 3);
    assertThat(loads()).extracting(LoadReport::getAtOnce).containsExactly(false, true, false);
  }

  @Test
  void aCallThatBeginsToWaitIsReportedRightAfterAnotherReportOnceASecond() {
    connectAndTell();
    untilReports(1);
    time.advance(Duration.ofMillis(200));
    load = new ProcessLoad(1, Map.of(), false);
    client.loadChanged();
    untilReports(2);

    load = new ProcessLoad(1, Map.of("Ranker", 1), false);
    client.loadChanged();
    untilReports(3);
    assertThat(loads().getLast().getQueuedList()).hasSize(1);

    load = new ProcessLoad(1, Map.of("Ranker", 1, "Features", 1), false);
    client.loadChanged();
    drainLoop();
    assertThat(loads()).as("one more has to wait").hasSize(3);
    time.advance(Duration.ofMillis(100));
    untilReports(4);
    assertThat(loads().getLast().getQueuedList()).hasSize(2);
  }

  @Test
  void whatBecameOfSettingsIsReportedAndAgainWhenTheyAreGivenAgain() {
    connectAndTell();

    client.report("h1", "Deployment Ranker: no good");

    SettingsReport report =
        SettingsReport.newBuilder().setHash("h1").setProblem("Deployment Ranker: no good").build();
    until(() -> settings(hub.last()).equals(List.of(report)));
    hub.last().end(Status.UNAVAILABLE);
    untilTimePasses(() -> hub.connections.size() == 2);
    hub.last().tell(complete(1, "h1").setEpoch(99).build());
    until(() -> settings(hub.last()).equals(List.of(report)));
    assertThat(told.what).as("they are in force already").containsOnlyOnce("settings h1");
  }

  @Test
  void aReportThatFindsNoConnectionIsSentOnTheNext() {
    connectAndTell();
    hub.last().end(Status.UNAVAILABLE);
    until(() -> told.what.contains("disconnected"));

    client.report("h1", "");
    untilTimePasses(() -> hub.connections.size() == 2);
    hub.last().tell(complete(1, "h1").setEpoch(99).build());

    until(() -> settings(hub.last()).size() == 1);
  }

  private List<LoadReport> loads() {
    return hub.last().received.stream()
        .filter(FromReplica::hasLoad)
        .map(FromReplica::getLoad)
        .toList();
  }

  private static List<SettingsReport> settings(TestHub.Connection connection) {
    return connection.received.stream()
        .filter(FromReplica::hasSettings)
        .map(FromReplica::getSettings)
        .toList();
  }

  /** And until the client has noted that it sent the last one. */
  private void untilReports(int count) {
    until(() -> loads().size() == count);
    drainLoop();
  }

  private void drainLoop() {
    loops.next().submit(() -> {}).syncUninterruptibly();
    loops.next().submit(() -> {}).syncUninterruptibly();
  }
}
