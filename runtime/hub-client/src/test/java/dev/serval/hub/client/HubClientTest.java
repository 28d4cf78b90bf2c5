package dev.serval.hub.client;

import static dev.serval.hub.client.Snapshots.complete;
import static dev.serval.hub.client.Snapshots.difference;
import static dev.serval.hub.client.Snapshots.replicas;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.core.route.ReplicaEndpoint;
import dev.serval.core.time.ManualTime;
import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.Hello;
import dev.serval.hub.v1.LoadReport;
import dev.serval.hub.v1.QueuedCalls;
import dev.serval.hub.v1.SettingsReport;
import dev.serval.hub.v1.Snapshot;
import io.grpc.Status;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client beside a real server with TLS. */
@Timeout(120)
class HubClientTest {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir Path files;
  private final ManualTime time = new ManualTime();
  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private final Told told = new Told();
  private final Logged logged = new Logged();
  private volatile ProcessLoad load = new ProcessLoad(0, Map.of(), false);
  private volatile HubOptions options;
  private TestCertificates certificates;
  private TestHub hub;
  private HubClient client;

  @BeforeEach
  void start() throws Exception {
    logged.start();
    certificates = new TestCertificates("localhost");
    hub = new TestHub(certificates, 0);
    options =
        new HubOptions("localhost:" + hub.port(), files.resolve("ca.crt"), files.resolve("token"));
    certificates.writeAuthority(options.caFile());
    Files.writeString(options.tokenFile(), "token-1\n");
    client = new HubClient(() -> options, told, () -> load, loops.next(), time, new Random(2));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    hub.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    logged.stop();
  }

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
    assertThat(hub.connections.getFirst().over).isTrue();
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

  // ---- Trust

  @Test
  void aHubOfAnotherAuthorityIsNotSpokenTo() throws Exception {
    new TestCertificates("localhost").writeAuthority(options.caFile());
    client.start();

    untilTimePasses(() -> !logged.warnings.isEmpty());
    assertThat(logged.warnings.getFirst())
        .contains("localhost", "serval.hub.ca-file", "replicas are found by DNS");
    assertThat(hub.connections).isEmpty();

    certificates.writeAuthority(options.caFile());
    untilTimePasses(() -> !hub.connections.isEmpty());
  }

  @Test
  void aHubWithTheNameOfAnotherIsNotSpokenTo() throws Exception {
    hub.close();
    TestCertificates ofAnother = new TestCertificates("other.example");
    hub = new TestHub(ofAnother, 0);
    ofAnother.writeAuthority(options.caFile());
    options = new HubOptions("localhost:" + hub.port(), options.caFile(), options.tokenFile());
    client.start();

    untilTimePasses(() -> !logged.warnings.isEmpty());
    assertThat(logged.warnings.getFirst()).contains("Check that its certificate is for that host");
    assertThat(hub.connections).isEmpty();
  }

  @Test
  void aPodThatIsRefusedIsToldOnceWhatToCheckAndTriesAgainSlowly() {
    hub.refusal = Status.UNAUTHENTICATED.withDescription("the token has expired");
    client.start();
    until(() -> !logged.warnings.isEmpty());
    assertThat(logged.warnings.getFirst())
        .contains("the token has expired", "serval.hub.token-file", "audience serval-hub");

    time.advance(Duration.ofMillis(14_900));
    assertThat(hub.connections).hasSize(1);
    untilTimePasses(() -> hub.connections.size() == 3);

    assertThat(logged.warnings).hasSize(1);
    hub.refusal = Status.PERMISSION_DENIED.withDescription("pod ranker-1 has no labels");
    untilTimePasses(() -> logged.warnings.size() == 2);
    assertThat(logged.warnings.getLast())
        .contains("pod ranker-1 has no labels", "serving.serval.dev/application");
  }

  @Test
  void aTokenThatIsMissingIsWaitedFor() throws Exception {
    Files.delete(options.tokenFile());
    client.start();
    untilTimePasses(() -> !logged.warnings.isEmpty());
    assertThat(logged.warnings.getFirst()).contains("serval.hub.token-file", "NoSuchFile");

    Files.writeString(options.tokenFile(), "token-3");

    untilTimePasses(() -> !hub.connections.isEmpty());
    assertThat(logged.warnings).hasSize(1);
  }

  @Test
  void aHubThatIsAwayIsTriedAgainAndSaidOnce() throws Exception {
    int port = hub.port();
    hub.close();
    client.start();
    untilTimePasses(() -> !logged.warnings.isEmpty());
    time.advance(Duration.ofSeconds(30));

    hub = new TestHub(certificates, port);

    untilTimePasses(() -> !hub.connections.isEmpty());
    assertThat(logged.warnings).singleElement().asString().contains("can't be reached");
  }

  @Test
  void afterTheEndNothingIsTried() {
    connectAndTell();

    client.close();

    until(() -> hub.last().over);
    time.advance(Duration.ofMinutes(5));
    assertThat(hub.connections).hasSize(1);
    assertThat(time.pendingTimers()).isZero();
  }

  // ---- Reports

  @Test
  void loadIsReportedAtOnceAndThenEverySecond() {
    load = new ProcessLoad(3, Map.of("Ranker", 2), false);
    connectAndTell();
    until(() -> !loads().isEmpty());

    load = new ProcessLoad(4, Map.of("Ranker", 1), false);
    time.advance(Duration.ofSeconds(1));

    until(() -> loads().size() == 2);
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
    until(() -> loads().size() == 1);
    time.advance(Duration.ofMillis(200));

    load = new ProcessLoad(1, Map.of(), false);
    client.loadChanged();
    until(() -> loads().size() == 2);

    load = new ProcessLoad(0, Map.of(), false);
    client.loadChanged();
    client.loadChanged();
    drainLoop();
    assertThat(loads()).as("a report was sent just now").hasSize(2);
    time.advance(Duration.ofMillis(100));
    until(() -> loads().size() == 3);

    load = new ProcessLoad(0, Map.of("Ranker", 1), false);
    time.advance(Duration.ofMillis(100));
    client.loadChanged();
    until(() -> loads().size() == 4);

    load = new ProcessLoad(2, Map.of("Ranker", 1), false);
    time.advance(Duration.ofMillis(100));
    client.loadChanged();
    drainLoop();
    assertThat(loads()).as("more of the same can wait").hasSize(4);

    load = new ProcessLoad(2, Map.of("Ranker", 1), true);
    client.loadChanged();
    until(() -> loads().size() == 5);
    assertThat(loads().getLast().getDraining()).isTrue();

    load = new ProcessLoad(2, Map.of(), true);
    client.loadChanged();
    time.advance(Duration.ofMillis(100));
    until(() -> loads().size() == 6);
    assertThat(loads().getLast().getQueuedList()).as("nobody waits any more").isEmpty();
  }

  @Test
  void aCallThatBeginsToWaitIsReportedRightAfterAnotherReportOnceASecond() {
    connectAndTell();
    until(() -> loads().size() == 1);
    time.advance(Duration.ofMillis(200));
    load = new ProcessLoad(1, Map.of(), false);
    client.loadChanged();
    until(() -> loads().size() == 2);

    load = new ProcessLoad(1, Map.of("Ranker", 1), false);
    client.loadChanged();
    until(() -> loads().size() == 3);
    assertThat(loads().getLast().getQueuedList()).hasSize(1);

    load = new ProcessLoad(1, Map.of("Ranker", 1, "Features", 1), false);
    client.loadChanged();
    drainLoop();
    assertThat(loads()).as("one more has to wait").hasSize(3);
    time.advance(Duration.ofMillis(100));
    until(() -> loads().size() == 4);
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

  // ---- What the tests see

  private void connect() {
    client.start();
    until(() -> !hub.connections.isEmpty() && !hub.last().received.isEmpty());
  }

  private void connectAndTell() {
    connect();
    hub.last().tell(complete(1, "h1", replicas("Ranker", "r1=198.18.0.1:9400")).build());
    until(() -> told.what.contains("settings h1"));
  }

  private static Hello hello(TestHub.Connection connection) {
    return connection.received.getFirst().getHello();
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

  private void drainLoop() {
    loops.next().submit(() -> {}).syncUninterruptibly();
    loops.next().submit(() -> {}).syncUninterruptibly();
  }

  private static void until(BooleanSupplier condition) {
    await(condition, () -> {});
  }

  private void untilTimePasses(BooleanSupplier condition) {
    await(condition, () -> time.advance(Duration.ofMillis(10)));
  }

  private static void await(BooleanSupplier condition, Runnable meanwhile) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("this takes too long").isLessThan(end);
      meanwhile.run();
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  /** What the client said. */
  private static final class Told implements HubListener {

    private final List<String> what = new CopyOnWriteArrayList<>();

    @Override
    public void connected() {
      what.add("connected");
    }

    @Override
    public void disconnected() {
      what.add("disconnected");
    }

    @Override
    public void endpoints(Map<String, Collection<ReplicaEndpoint>> changed) {
      changed.forEach(
          (deployment, all) ->
              what.add(deployment + " " + all.stream().map(ReplicaEndpoint::id).toList()));
    }

    @Override
    public void settings(String hash, Map<String, String> values) {
      assertThat(values).containsEntry("serval.hub.test", hash);
      what.add("settings " + hash);
    }
  }

  /** The warnings of the client. */
  private static final class Logged extends Handler {

    private final Logger logger = Logger.getLogger(HubClient.class.getName());
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    void start() {
      logger.addHandler(this);
    }

    void stop() {
      logger.removeHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        warnings.add(entry.getMessage());
      }
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing to close.
    }
  }
}
