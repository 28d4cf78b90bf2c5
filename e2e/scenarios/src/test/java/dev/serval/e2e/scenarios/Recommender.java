package dev.serval.e2e.scenarios;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadClientProcess;
import dev.serval.e2e.support.LoadThroughService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** The recommender on a cluster. */
final class Recommender implements AutoCloseable {

  static final String INGRESS = "RecommendationService";
  static final String FEATURES = "UserFeatureExtractor";
  static final String RANKING = "ItemRankingModel";

  /** Six JVMs may have to share two cores. */
  static final Duration START = Duration.ofSeconds(120);

  /** Until an ended pod is gone: its grace period, and some more. */
  static final Duration END = Duration.ofSeconds(60);

  /** As long as the application itself gives a request. */
  private static final Duration REQUEST = Duration.ofSeconds(30);

  private static final String NAME = "recsys";

  /** In the resources. */
  static final String MANIFEST = "/recommender/serveapplication.yaml";

  /** What {@code make images} makes, and the variable that names another. */
  static final String BUILT_IMAGE = "serval-sample-recsys:0.1.0-SNAPSHOT";

  static final String IMAGE_VARIABLE = "RECSYS_IMAGE";

  private final ApplicationUnderTest application;

  private Recommender(ApplicationUnderTest application) {
    this.application = application;
  }

  /**
   * The recommender that scenarios share, with two replicas of each deployment, Ready. Whoever
   * changes that changes it back.
   */
  static Recommender shared(ClusterUnderTest cluster) {
    return cluster.shared(
        Recommender.class,
        recommender -> recommender.application.hasReadyPods(2, START),
        () -> of(cluster, Manifests.of(MANIFEST, BUILT_IMAGE, IMAGE_VARIABLE)));
  }

  /** A recommender of one's own, Ready. */
  static Recommender of(ClusterUnderTest cluster, String manifest) {
    ApplicationUnderTest application = ApplicationUnderTest.apply(cluster, NAME, manifest);
    try {
      application.awaitReady(START);
    } catch (IllegalStateException e) {
      application.close();
      throw e;
    }
    return new Recommender(application);
  }

  ApplicationUnderTest application() {
    return application;
  }

  /** The answer to a request for films, whose status has to be 200. */
  String recommend(int user, int films) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var answer = client.send(request(user, films), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("status " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body();
    }
  }

  /** Constant load, not so much that a test machine is busy. */
  LoadThroughService load(int perSecond) throws IOException, InterruptedException {
    String right = recommend(42, 3);
    LoadThroughService load = LoadThroughService.start(request(42, 3), perSecond, right::equals);
    load.awaitServed(perSecond);
    return load;
  }

  /** So many users, each of whom asks again when it is answered. */
  LoadClientProcess users(Path home, int users) {
    return LoadClientProcess.start(home, application.address(), users);
  }

  private HttpRequest request(int user, int films) {
    URI address = application.address();
    return HttpRequest.newBuilder(address.resolve("/recommend"))
        .timeout(REQUEST)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"userId\": %d, \"topK\": %d}".formatted(user, films)))
        .build();
  }

  @Override
  public void close() {
    application.close();
  }
}
