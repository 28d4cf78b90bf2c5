package dev.serval.samples.language;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.samples.language.SlowResponderTest.TimeOfTheTest;
import dev.serval.testkit.ServalApplication;
import dev.serval.testkit.ServalTest;
import dev.serval.testkit.TestReplica;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Time moves when these tests say so: nobody waits for a slow replica or a deadline. */
@ServalTest
@TestProfile(TimeOfTheTest.class)
class SlowResponderTest {

  /** The profile of these tests. */
  public static class TimeOfTheTest implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("serval.testkit.manual-time", "true");
    }
  }

  private static final String TIMEOUT_SECONDS = "5";

  @Inject ServalApplication application;

  @Test
  void anAnswerThatComesInTimeIsGiven() {
    CompletableFuture<Integer> status = askOneThatTakes(Duration.ofSeconds(4));
    application.time().advance(Duration.ofSeconds(4));
    assertThat(status.join()).isEqualTo(200);
  }

  @Test
  void anAnswerThatComesTooLateIsNotWaitedFor() {
    CompletableFuture<Integer> status = askOneThatTakes(Duration.ofSeconds(6));
    application.time().advance(Duration.ofMillis(4_900));
    assertThat(status).isNotDone();
    application.time().advance(Duration.ofMillis(110));
    assertThat(status.join()).isEqualTo(408);
  }

  /** Returns when the responder has the message, and its answer to come. */
  private CompletableFuture<Integer> askOneThatTakes(Duration time) {
    TestReplica responder = application.replica("FallbackResponder", 0).slowBy(time);
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(SlowResponderTest::respond, Thread::startVirtualThread);
    ServalApplication.await("the responder has it", () -> responder.heldBack() == 1);
    return status;
  }

  private static int respond() {
    return given()
        .contentType(ContentType.JSON)
        .header("x-request-timeout-seconds", TIMEOUT_SECONDS)
        .body(Map.of("text", "Hello there, when will my order finally be delivered"))
        .post("/respond")
        .statusCode();
  }
}
