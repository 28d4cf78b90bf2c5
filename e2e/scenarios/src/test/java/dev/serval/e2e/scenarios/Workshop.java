package dev.serval.e2e.scenarios;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadClientProcess;
import dev.serval.e2e.support.LoadThroughService;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The application of {@code e2e/application} on a cluster: a counter that calls a worker, and a
 * packer if there is one.
 */
final class Workshop implements AutoCloseable {

  static final String INGRESS = "Counter";
  static final String WORKER = "Worker";
  static final String PACKER = "Packer";

  /** By which callers know a session, if they are told to. */
  static final String SESSION = "x-session-id";

  private static final int HTTP = 8000;

  static final List<String> ALL = List.of(INGRESS, WORKER);

  /** Six JVMs may have to share two cores. */
  static final Duration START = Duration.ofSeconds(120);

  /** As long as the application itself gives a request. */
  private static final Duration REQUEST = Duration.ofSeconds(30);

  private static final String TIMEOUT_HEADER = "x-request-timeout-seconds";

  private static final String NAME = "workshop";
  private static final String BUILT_IMAGE = "serval-e2e-application:0.1.0-SNAPSHOT";
  private static final String IMAGE_VARIABLE = "WORKSHOP_IMAGE";

  private final ApplicationUnderTest application;

  private Workshop(ApplicationUnderTest application) {
    this.application = application;
  }

  /**
   * The workshop that scenarios share, with two replicas of each deployment, Ready. Whoever changes
   * that changes it back.
   */
  static Workshop shared(ClusterUnderTest cluster) {
    return cluster.shared(
        Workshop.class,
        workshop -> workshop.application.hasReadyPods(2, START),
        () -> own(cluster));
  }

  /** A workshop of one's own, Ready. */
  static Workshop own(ClusterUnderTest cluster) {
    return own(cluster, manifest());
  }

  /** Likewise, of a manifest that isn't quite the usual one. */
  static Workshop own(ClusterUnderTest cluster, String manifest) {
    ApplicationUnderTest application = ApplicationUnderTest.apply(cluster, NAME, manifest);
    try {
      application.awaitReady(START);
    } catch (IllegalStateException e) {
      application.close();
      throw e;
    }
    return new Workshop(application);
  }

  /** Likewise, with two packers, too. */
  static Workshop withPackers(ClusterUnderTest cluster) {
    return own(cluster, manifest("with-packers.yaml"));
  }

  /** Where the API server passes on to a pod what it answers over HTTP. */
  static String proxied(Pod pod, String path) {
    return "/api/v1/namespaces/%s/pods/%s:%d/proxy%s"
        .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), HTTP, path);
  }

  static String manifest() {
    return manifest("serveapplication.yaml");
  }

  private static String manifest(String file) {
    return Manifests.of("/workshop/" + file, BUILT_IMAGE, IMAGE_VARIABLE);
  }

  /** Another manifest of the same image, as the cluster gets that. */
  static String withImage(String manifest) {
    return Manifests.withImage(manifest, BUILT_IMAGE, IMAGE_VARIABLE);
  }

  ApplicationUnderTest application() {
    return application;
  }

  /** Orders that may not be repeated, each of which takes {@code millis} milliseconds. */
  LoadThroughService orders(int millis, int perSecond) {
    return load("make", millis, perSecond, answer(millis)::equals);
  }

  /** Likewise, answered as {@code right} says. */
  LoadThroughService orders(int millis, int perSecond, Predicate<String> right) {
    return load("make", millis, perSecond, right);
  }

  /** Orders that may be repeated. */
  LoadThroughService looks(int millis, int perSecond) {
    return load("look", millis, perSecond, answer(millis)::equals);
  }

  private LoadThroughService load(String what, int millis, int perSecond, Predicate<String> right) {
    LoadThroughService load = LoadThroughService.start(request(what, millis), perSecond, right);
    load.awaitServed(perSecond);
    return load;
  }

  /** So many users with orders of so long; each orders again when the last one is done. */
  LoadClientProcess users(Path home, int users, int millis) {
    return LoadClientProcess.start(
        home, application.address(), users, "--path", "/make?millis=" + millis, "--body", "{}");
  }

  static String answer(int millis) {
    return "done in " + millis + " ms";
  }

  /** What each of so many orders at the same time is answered. */
  List<String> ordersAtOnce(int orders, int millis) {
    return atOnce(request("make", millis), orders).stream().map(HttpResponse::body).toList();
  }

  /** The answers to a request that is sent so many times at the same time. */
  static List<HttpResponse<String>> atOnce(HttpRequest request, int times) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return Stream.generate(() -> client.sendAsync(request, BodyHandlers.ofString()))
          .limit(times)
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .toList();
    }
  }

  /** Likewise, of orders that need no time to make; replicas may have to start for them. */
  List<String> coldOrdersAtOnce(int orders) {
    return atOnce(coldOrder(), orders).stream().map(HttpResponse::body).toList();
  }

  /** How long the answer to one order takes that needs no time to make, with a start if need be. */
  Duration answerTime(HttpClient client) throws IOException, InterruptedException {
    long asked = System.nanoTime();
    String body = client.send(coldOrder(), BodyHandlers.ofString()).body();
    Duration taken = Duration.ofNanos(System.nanoTime() - asked);
    if (!body.equals(answer(0))) {
      throw new IOException("answered " + body);
    }
    return taken;
  }

  HttpRequest request(String what, int millis) {
    return unfinished(what, millis).build();
  }

  private HttpRequest.Builder unfinished(String what, int millis) {
    return HttpRequest.newBuilder(application.address().resolve("/" + what + "?millis=" + millis))
        .timeout(REQUEST)
        .POST(BodyPublishers.noBody());
  }

  private HttpRequest coldOrder() {
    return unfinished("make", 0)
        .header(TIMEOUT_HEADER, Long.toString(START.toSeconds()))
        .timeout(START)
        .build();
  }

  /** A parcel of a session that takes so many milliseconds to pack. */
  HttpRequest parcel(int millis, String session) {
    return unfinished("pack", millis).header(SESSION, session).build();
  }

  @Override
  public void close() {
    application.close();
  }
}
