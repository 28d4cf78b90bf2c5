package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.QuarkusUnitTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients are told of what resource methods throw. */
class ErrorStatusTest extends DoorTests {

  @RegisterExtension static final QuarkusUnitTest APPLICATION = application();

  @ParameterizedTest
  @CsvSource({
    "back-pressure, 503, BackPressure, Back is full",
    "unavailable, 503, DeploymentUnavailable, Back has no replica",
    "deadline, 408, DeadlineExceeded, Back is late",
    "cancelled, 499, CallCancelled, Back was cancelled",
    "bad-request, 400, BadRequest, Back does not take that",
  })
  void errorsOfCallsHaveTheirStatus(String how, int status, String type, String message)
      throws Exception {
    for (String path : new String[] {"/fails/", "/fails-later/"}) {
      JsonNode error = error(get(path + how), status, type);

      assertThat(error.get("message").asText()).isEqualTo(message);
    }
  }

  @Test
  void backPressureSaysWhenToTryAgain() throws Exception {
    HttpResponse<String> response = get("/fails/back-pressure");

    assertThat(response.headers().firstValue("retry-after")).contains("2");
  }

  @Test
  void failureOfAnotherStageNamesIt() throws Exception {
    JsonNode error = error(get("/fails-behind"), 500, "StageFailed");

    assertThat(error.get("message").asText()).contains("Back.fail", "Back cannot do that");
  }

  @Test
  void whatIsUnforeseenIsNotTold() throws Exception {
    JsonNode error = error(get("/fails/other"), 500, "Internal");

    assertThat(error.get("message").asText())
        .isEqualTo("Front failed; its log says why under the id of this request");
    error(get("/fails-later/other"), 500, "Internal");
  }

  @Test
  void resultThatCannotBeWrittenIsNotTheFaultOfTheRequest() throws Exception {
    error(get("/unwritable"), 500, "Internal");
  }

  @Test
  void parameterThatCannotBeReadIsTold() throws Exception {
    JsonNode error = error(get("/limited?limit=many"), 404, "NotFound");

    assertThat(error.get("message").asText())
        .isEqualTo(
            "A parameter in the path or the query cannot be read: For input string: \"many\"");
  }

  @Test
  void nothingIsNoContent() throws Exception {
    assertThat(get("/null").statusCode()).isEqualTo(204);
  }
}
