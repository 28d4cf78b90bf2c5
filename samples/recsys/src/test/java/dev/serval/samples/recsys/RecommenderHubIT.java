package dev.serval.samples.recsys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.hub.client.TestCertificates;
import dev.serval.hub.client.TestHub;
import dev.serval.hub.v1.DeploymentChange;
import dev.serval.hub.v1.Endpoint;
import dev.serval.hub.v1.FromReplica;
import dev.serval.hub.v1.Settings;
import dev.serval.hub.v1.SettingsReport;
import dev.serval.hub.v1.Snapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recommender as processes that find each other through a hub alone, and change while they
 * answer.
 */
@Timeout(600)
class RecommenderHubIT {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(180);
  private static final String SERVICE = "RecommendationService";
  private static final String FEATURES = "UserFeatureExtractor";
  private static final String RANKING = "ItemRankingModel";

  @TempDir Path files;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, SampleProcess> processes = new HashMap<>();
  private final Map<String, DeploymentChange> replicas = new HashMap<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean loaded = new AtomicBoolean(true);
  private final List<Thread> callers = new ArrayList<>();
  private TestCertificates certificates;
  private TestHub hub;
  private long version = 1;
  private volatile Settings settings = Settings.newBuilder().setHash("h1").build();
  private int httpPort;

  @BeforeEach
  void start() throws Exception {
    certificates = new TestCertificates("localhost");
    certificates.writeAuthority(files.resolve("ca.crt"));
    hub = hub(0, 1);
    startReplica("features-1", FEATURES);
    startReplica("ranking-1", RANKING);
    httpPort = startReplica("service-1", SERVICE);
    for (SampleProcess process : processes.values()) {
      process.awaitListening();
    }
    tell();
  }

  @AfterEach
  void stop() throws Exception {
    loaded.set(false);
    for (Thread caller : callers) {
      caller.join();
    }
    for (SampleProcess process : processes.values()) {
      process.kill();
    }
    hub.close();
  }

  @Test
  void replicasAndSettingsChangeUnderLoadAndNoCallFails() throws Exception {
    until("it answers", () -> recommend().statusCode() == 200);
    startLoad();

    // Settings.
    assertThat(films()).isEqualTo(10);
    change("h2", "user-config.mostFilms", "3", "max-ongoing-requests", "7");
    until("the service answers with fewer films", () -> films() == 3);
    until("it has another limit", () -> metric("serval_replica_max_ongoing_requests") == 7);
    until("it says that it has taken them", () -> report("service-1").equals(taken("h2")));

    change("h3", "user-config.mostFilms", "0", "max-ongoing-requests", "9");
    until("it says what is wrong", () -> report("service-1").getHash().equals("h3"));
    assertThat(report("service-1").getProblem())
        .contains("Deployment RecommendationService", "mostFilms must be 1 to 100, but is 0");
    assertThat(films()).as("it keeps the one before").isEqualTo(3);
    assertThat(metric("serval_replica_max_ongoing_requests")).isEqualTo(9);

    change("h4", "max-ongoing-requests", "0");
    until("it says what is wrong", () -> report("service-1").getHash().equals("h4"));
    assertThat(report("service-1").getProblem())
        .contains("max-ongoing-requests must be 1 to 65535, but is 0");

    change("h4b", List.of(SERVICE, FEATURES), "user-config.mostFilms", "5");
    until("it says what is wrong", () -> report("service-1").getHash().equals("h4b"));
    assertThat(report("service-1").getProblem())
        .isEqualTo("calls deployment ItemRankingModel, which the application has no more");

    change("h5", "user-config.mostFilms", "5");
    until("it is well again", () -> films() == 5);
    until("and says so", () -> report("service-1").equals(taken("h5")));

    // Replicas.
    startReplica("features-2", FEATURES);
    processes.get("features-2").awaitListening();
    tell();
    until("it is called", () -> available(FEATURES) == 2);
    replicas.put(FEATURES, without("features-1"));
    tell();
    until("the first is left", () -> available(FEATURES) == 1);
    processes.get("features-1").stop();

    // Away and back.
    int port = hub.port();
    hub.close();
    until("it has noticed", () -> metric("serval_hub_connected") == 0);
    int before = answered.get();
    until("calls go on", () -> answered.get() > before + 500);
    hub = hub(port, 2);
    until("it is connected again", () -> metric("serval_hub_connected") == 1);
    change("h6", "user-config.mostFilms", "2");
    until("and told again", () -> films() == 2);

    assertThat(failed).isEmpty();
    assertThat(answered).hasPositiveValue();
    assertThat(load("service-1")).as("requests that it answers").isPositive();
  }

  // ---- The hub

  private TestHub hub(int port, long epoch) throws Exception {
    TestHub made = new TestHub(certificates, port);
    version = 1;
    made.greeting = () -> everything(epoch);
    return made;
  }

  private synchronized Snapshot everything(long epoch) {
    return Snapshot.newBuilder()
        .setEpoch(epoch)
        .setVersion(version)
        .setComplete(true)
        .setSettings(settings)
        .addAllDeployments(replicas.values())
        .build();
  }

  private void tell() {
    Snapshot snapshot;
    synchronized (this) {
      version++;
      snapshot = hub.greeting.get();
    }
    hub.connections.forEach(connection -> connection.tell(snapshot));
  }

  /** Other settings of the service. */
  private void change(String hash, String... values) {
    change(hash, List.of(SERVICE, FEATURES, RANKING), values);
  }

  /** Tells all settings there are: of these deployments, and the values of the service. */
  private synchronized void change(String hash, List<String> deployments, String... values) {
    Settings.Builder changed = Settings.newBuilder().setHash(hash);
    deployments.forEach(name -> changed.putValues(key(name, "stage"), name));
    for (int i = 0; i < values.length; i += 2) {
      changed.putValues(key(SERVICE, values[i]), values[i + 1]);
    }
    settings = changed.build();
    tell();
  }

  private static String key(String deployment, String field) {
    return "serval.deployments.\"" + deployment + "\"." + field;
  }

  private DeploymentChange without(String id) {
    return DeploymentChange.newBuilder()
        .setDeployment(FEATURES)
        .addAllEndpoints(
            replicas.get(FEATURES).getEndpointsList().stream()
                .filter(endpoint -> !endpoint.getId().equals(id))
                .toList())
        .build();
  }

  private static SettingsReport taken(String hash) {
    return SettingsReport.newBuilder().setHash(hash).build();
  }

  private List<FromReplica> said(String replica) {
    return hub.connections.stream()
        .filter(connection -> connection.authorization.equals("Bearer " + replica))
        .flatMap(connection -> connection.received.stream())
        .toList();
  }

  private SettingsReport report(String replica) {
    return said(replica).stream()
        .filter(FromReplica::hasSettings)
        .map(FromReplica::getSettings)
        .reduce(SettingsReport.getDefaultInstance(), (before, last) -> last);
  }

  private int load(String replica) {
    return said(replica).stream()
        .filter(FromReplica::hasLoad)
        .mapToInt(message -> message.getLoad().getOngoing())
        .max()
        .orElse(0);
  }

  // ---- The application

  /** Returns its port for HTTP. */
  private int startReplica(String id, String deployment) throws Exception {
    Path token = Files.writeString(files.resolve(id), id);
    int httpPort = FreePorts.next();
    int wirePort = FreePorts.next();
    processes.put(
        id,
        SampleProcess.start(
            deployment,
            httpPort,
            wirePort,
            List.of(
                "-D" + key(SERVICE, "stage") + '=' + SERVICE,
                "-D" + key(FEATURES, "stage") + '=' + FEATURES,
                "-D" + key(RANKING, "stage") + '=' + RANKING,
                "-Dserval.replica=" + id,
                "-Dserval.hub.address=localhost:" + hub.port(),
                "-Dserval.hub.ca-file=" + files.resolve("ca.crt"),
                "-Dserval.hub.token-file=" + token)));
    Endpoint endpoint = Endpoint.newBuilder().setId(id).setAddress("127.0.0.1:" + wirePort).build();
    synchronized (this) {
      replicas.put(
          deployment,
          replicas
              .getOrDefault(
                  deployment, DeploymentChange.newBuilder().setDeployment(deployment).build())
              .toBuilder()
              .addEndpoints(endpoint)
              .build());
    }
    return httpPort;
  }

  private void startLoad() {
    for (int i = 0; i < 4; i++) {
      callers.add(Thread.startVirtualThread(this::callUntilTheEnd));
    }
  }

  private void callUntilTheEnd() {
    while (loaded.get()) {
      try {
        HttpResponse<String> response = recommend();
        if (response.statusCode() == 200) {
          answered.incrementAndGet();
        } else {
          failed.add(response.statusCode() + " " + response.body());
        }
      } catch (IOException | InterruptedException failure) {
        failed.add(failure.toString());
      }
    }
  }

  private HttpResponse<String> recommend() throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/recommend"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"userId\": 42}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int films() throws IOException, InterruptedException {
    return recommend().body().split("\"filmId\"").length - 1;
  }

  private double metric(String start) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/q/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + start));
  }

  private double available(String deployment) throws IOException, InterruptedException {
    return metric(
        "serval_handle_available_replicas{application=\"recsys\",deployment=\"" + deployment + '"');
  }

  private void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.call()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            what + " did not come true; " + processes.get("service-1").output());
      }
      Thread.onSpinWait();
    }
  }
}
