package dev.serval.samples.recsys;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The recommender as four processes that find each other through static endpoints. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecommenderProcessesIT {

  private static final List<SampleProcess> PROCESSES = new ArrayList<>();
  private static int ingressPort;
  private static int featuresPort;

  @BeforeAll
  static void startFourProcesses() throws Exception {
    List<Integer> ports = Stream.generate(FreePorts::next).limit(8).toList();
    ingressPort = ports.get(6);
    featuresPort = ports.get(0);
    List<String> discovery =
        List.of(
            "-Dserval.discovery.static.\"UserFeatureExtractor\"=127.0.0.1:%d,127.0.0.1:%d"
                .formatted(ports.get(1), ports.get(3)),
            "-Dserval.discovery.static.\"ItemRankingModel\"=127.0.0.1:%d".formatted(ports.get(5)));
    PROCESSES.add(
        SampleProcess.start("UserFeatureExtractor", ports.get(0), ports.get(1), discovery));
    PROCESSES.add(
        SampleProcess.start("UserFeatureExtractor", ports.get(2), ports.get(3), discovery));
    PROCESSES.add(SampleProcess.start("ItemRankingModel", ports.get(4), ports.get(5), discovery));
    PROCESSES.add(
        SampleProcess.start("RecommendationService", ports.get(6), ports.get(7), discovery));
    for (SampleProcess process : PROCESSES) {
      process.awaitListening();
    }
  }

  @AfterAll
  static void stopThem() throws Exception {
    for (SampleProcess process : PROCESSES) {
      process.stop();
    }
  }

  @Test
  @Order(1)
  void theyAnswerAsOneJvmDoes() {
    recommend(42)
        .statusCode(200)
        .body("basis", equalTo("RATINGS"))
        .body("films", hasSize(10))
        .body("films[0].title", equalTo("Silence of the Lambs, The"));
    recommend(999_999).statusCode(200).body("basis", equalTo("POPULARITY"));
  }

  @Test
  @Order(2)
  void onlyTheIngressAnswersTheRoutes() {
    given()
        .port(featuresPort)
        .contentType(ContentType.JSON)
        .body("{\"userId\": 42}")
        .post("/recommend")
        .then()
        .statusCode(404)
        .body("error.message", containsString("UserFeatureExtractor"));
  }

  @Test
  @Order(3)
  void concurrentRequestsAreAllAnswered() {
    assertThat(statusesOfManyRequests()).containsOnly(200);
  }

  @Test
  @Order(4)
  void aReplicaThatIsShutDownLosesNoRequest() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    CompletableFuture<Void> stopping =
        CompletableFuture.runAsync(
            () -> {
              try {
                PROCESSES.removeFirst().stop();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    do {
      statuses.addAll(statusesOfManyRequests());
    } while (!stopping.isDone());
    stopping.join();
    statuses.addAll(statusesOfManyRequests());
    assertThat(statuses).containsOnly(200);
  }

  @Test
  @Order(5)
  void withoutTheLastReplicaTheAnswerNamesTheDeployment() throws Exception {
    PROCESSES.removeFirst().kill();
    given()
        .port(ingressPort)
        .contentType(ContentType.JSON)
        .header("x-request-timeout-seconds", "1")
        .body("{\"userId\": 42}")
        .post("/recommend")
        .then()
        .statusCode(503)
        .body("error.message", containsString("UserFeatureExtractor"));
  }

  private static List<Integer> statusesOfManyRequests() {
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int user = 1; user <= 64; user++) {
      int userId = user;
      answers.add(
          CompletableFuture.supplyAsync(
              () -> recommend(userId).extract().statusCode(), Thread::startVirtualThread));
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static ValidatableResponse recommend(int userId) {
    return given()
        .port(ingressPort)
        .contentType(ContentType.JSON)
        .body("{\"userId\": " + userId + "}")
        .post("/recommend")
        .then();
  }
}
