package dev.serval.hub.client;

import static dev.serval.hub.client.Snapshots.complete;
import static dev.serval.hub.client.Snapshots.difference;
import static dev.serval.hub.client.Snapshots.replicas;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.hub.v1.Hello;
import dev.serval.hub.v1.Snapshot;
import io.grpc.Status;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the client does with a connection, and without one. */
class HubClientTest extends HubClientFixture {

  @Test
  void itSaysWhoItIsAndPassesOnWhatItIsTold() {
    connect();

    assertThat(hub.last().authorization).isEqualTo("Bearer token-1");
    assertThat(hello(hub.last())).isEqualTo(Hello.getDefaultInstance());
    hub.last().tell(complete(1, "h1", replicas("Ranker", "r1=198.18.0.1:9400")).build());

    until(() -> told.what.contains("settings h1"));
    assertThat(told.what).containsExactly("Ranker [r1]", "connected", "settings h1");
    assertThat(client.stats().connected()).isTrue();
    assertThat(client.stats().completeSnapshots()).isEqualTo(1);
    time.advance(Duration.ofSeconds(5));
    assertThat(client.stats().secondsSinceLastSnapshot()).isEqualTo(5);
  }

  @Test
  void aConnectionThatIsLostIsResumedWithTheTokenOfThen() throws Exception {
    connectAndTell();
    Files.writeString(options.tokenFile(), "token-2");

    hub.last().end(Status.UNAVAILABLE.withDescription("the hub stops"));
    untilTimePasses(() -> hub.connections.size() == 2);

    until(() -> !hub.last().received.isEmpty());
    assertThat(hub.last().authorization).isEqualTo("Bearer token-2");
    assertThat(hello(hub.last()))
        .isEqualTo(Hello.newBuilder().setEpoch(Snapshots.EPOCH).setVersion(1).build());
    hub.last().tell(difference(1, 2, replicas("Ranker", "r2=198.18.0.2:9400")).build());
    until(() -> told.what.size() == 6);
    assertThat(told.what)
        .containsExactly(
            "Ranker [r1]",
            "connected",
            "settings h1",
            "disconnected",
            "Ranker [r1, r2]",
            "connected");
    assertThat(client.stats().connections()).isEqualTo(2);
  }

  @Test
  void aDifferenceThatDoesNotFitIsAnsweredByAskingForEverything() {
    connectAndTell();

    hub.last().tell(difference(5, 6, replicas("Ranker", "r2=198.18.0.2:9400")).build());
    untilTimePasses(() -> hub.connections.size() == 2);

    until(() -> !hub.last().received.isEmpty());
    assertThat(hello(hub.last())).isEqualTo(Hello.getDefaultInstance());
    until(() -> hub.connections.getFirst().over);
    assertThat(told.what).doesNotContain("Ranker [r1, r2]");
    assertThat(logged.warnings)
        .singleElement()
        .asString()
        .contains("localhost", "difference to version 5");
  }

  @Test
  void aHubThatIsAboutToStopIsLeftAtOnce() throws Exception {
    connectAndTell();
    int port = hub.port();
    TestHub.Connection before = hub.last();

    hub.goAway();
    until(() -> before.over);
    assertThat(time.nanoTime()).as("no time has passed").isZero();
    hub.close();
    hub = new TestHub(certificates, port);

    untilTimePasses(() -> !hub.connections.isEmpty());
  }

  @Test
  void anApplicationThatIsGoneIsNotKeptUpToDate() {
    connectAndTell();

    hub.last().tell(Snapshot.newBuilder().setEpoch(Snapshots.EPOCH).setComplete(true).build());

    until(() -> told.what.contains("disconnected"));
    assertThat(client.stats().connected()).isFalse();
    hub.last().tell(complete(3, "h1", replicas("Ranker")).build());
    until(() -> client.stats().connected());
  }

  @Test
  void aHubThatHasMovedIsFollowed() throws Exception {
    connectAndTell();
    try (TestHub other = new TestHub(certificates, 0)) {
      client.optionsChanged();
      options = new HubOptions("localhost:" + other.port(), options.caFile(), options.tokenFile());

      client.optionsChanged();

      untilTimePasses(() -> !other.connections.isEmpty());
      assertThat(hub.connections).as("the same options are no change").hasSize(1);
    }
  }
}
