package dev.serval.samples.recsys;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.serval.testkit.ServalApplication;
import dev.serval.testkit.ServalTest;
import dev.serval.testkit.TestReplica;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@ServalTest
class RecommendationServiceTest {

  @Inject ServalApplication application;

  @Test
  void aKnownUserGetsFilmsByTheirOwnRatings() {
    recommend("{\"userId\": 42, \"topK\": 3}")
        .statusCode(200)
        .body("userId", equalTo(42))
        .body("basis", equalTo("RATINGS"))
        .body("films", hasSize(3));
  }

  @Test
  void anUnknownUserGetsPopularFilmsAndIsMarked() {
    recommend("{\"userId\": 999999}")
        .statusCode(200)
        .body("basis", equalTo("POPULARITY"))
        .body("films", hasSize(10))
        .body("films[0].title", equalTo("Forrest Gump"));
  }

  @Test
  void wrongInputNamesTheField() {
    recommend("{\"userId\": -1}").statusCode(400).body("error.message", containsString("userId"));
    recommend("{\"topK\": 3}").statusCode(400).body("error.message", containsString("userId"));
    recommend("{\"userId\": 1, \"topK\": 101}")
        .statusCode(400)
        .body("error.message", containsString("topK"));
    recommend("{\"userId\": 1e99}").statusCode(400).body("error.message", containsString("userId"));
    recommend("{\"userId\": NaN}").statusCode(400);
    recommend("{\"userId\": ").statusCode(400);
  }

  @Test
  void aFailingStageIsNamedWithoutAStackTrace() {
    application
        .replica("ItemRankingModel", 0)
        .failWith(() -> new IllegalStateException("model is broken"));
    recommend("{\"userId\": 42}")
        .statusCode(500)
        .body("error.message", containsString("ItemRankingModel.rank"))
        .body("error.message", containsString("model is broken"))
        .body(not(containsString("\tat ")));
  }

  @Test
  void aStuckStageEndsWithTheDeadlineAndHoldsNothing() {
    TestReplica stuck = application.replica("ItemRankingModel", 0).hold();
    given()
        .contentType(ContentType.JSON)
        .header("x-request-timeout-seconds", "0.3")
        .body("{\"userId\": 42}")
        .post("/recommend")
        .then()
        .statusCode(408)
        .body("error.message", containsString("deadline"));
    stuck.release();
    ServalApplication.await("no call is left", () -> application.ongoing("ItemRankingModel") == 0);
    assertThat(application.queued("ItemRankingModel")).isZero();
    recommend("{\"userId\": 42}").statusCode(200);
  }

  @Test
  void concurrentUsersAreRankedInBatches() {
    TestReplica ranking = application.replica("ItemRankingModel", 0).hold();
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int user = 1; user <= 40; user++) {
      String body = "{\"userId\": " + user + "}";
      answers.add(
          CompletableFuture.supplyAsync(
              () -> recommend(body).extract().statusCode(), Thread::startVirtualThread));
    }
    ServalApplication.await(
        "every user has reached the ranking", () -> application.ongoing("ItemRankingModel") == 40);
    ranking.release();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
    assertThat(ranking.calls()).isBetween(2, 39);
  }

  private static ValidatableResponse recommend(String body) {
    return given().contentType(ContentType.JSON).body(body).post("/recommend").then();
  }
}
