package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.QuarkusUnitTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a resource method, and the calls it makes, know of their request. */
class RequestScopeTest extends DoorTests {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @RegisterExtension static final QuarkusUnitTest APPLICATION = application();

  @ParameterizedTest
  @ValueSource(strings = {"/blocking", "/loop", "/uni", "/stage"})
  void isKnownToResourceMethods(String path) throws Exception {
    HttpResponse<String> response =
        get(path, "X-Request-ID", "mine-1", "traceparent", TRACE, "x-session-id", "s7");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("x-request-id")).contains("mine-1");
    JsonNode seen = json(response);
    assertThat(seen.get("requestId").asText()).isEqualTo("mine-1");
    assertThat(seen.get("traceParent").asText()).isEqualTo(TRACE);
    assertThat(seen.get("sessionId").asText()).isEqualTo("s7");
    assertThat(seen.get("application").asText()).isEqualTo("shop");
    assertThat(seen.get("deployment").asText()).isEqualTo("Front");
    assertThat(seen.get("deadline").asBoolean()).isTrue();
    assertThat(seen.get("virtual").asBoolean()).isEqualTo(path.equals("/blocking"));
  }

  @Test
  void isKnownToStreams() throws Exception {
    HttpResponse<String> response = get("/events", "X-Request-ID", "mine-2");

    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(response.body().split("\"mine-2\"", -1)).hasSize(4);
  }

  @Test
  void isKnownToCalls() throws Exception {
    HttpResponse<String> response = get("/nested", "X-Request-ID", "mine-3");

    assertThat(response.body()).isEqualTo("[\"mine-3\",\"mine-3\"]");
  }

  @Test
  void makesAnIdIfThereIsNone() throws Exception {
    String first = get("/blocking").headers().firstValue("x-request-id").orElseThrow();
    String second = get("/blocking").headers().firstValue("x-request-id").orElseThrow();

    assertThat(first).matches("[0-9a-z]{17}").isNotEqualTo(second);
  }

  @Test
  void replacesAnIdThatCannotBePassedOn() throws Exception {
    String tooLong = "x".repeat(129);

    assertThat(get("/blocking", "X-Request-ID", tooLong).headers().firstValue("x-request-id"))
        .get()
        .asString()
        .hasSize(17);
    assertThat(get("/blocking", "X-Request-ID", "x".repeat(128)).body()).contains("x".repeat(128));
  }

  @Test
  void hasNoDeadlineIfTheClientSaysSo() throws Exception {
    HttpResponse<String> response = get("/blocking", "x-request-timeout-seconds", "0");

    assertThat(json(response).get("deadline").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "NaN", "1e999", ""})
  void refusesATimeoutThatIsNoNumber(String timeout) throws Exception {
    HttpResponse<String> response = get("/blocking", "x-request-timeout-seconds", timeout);

    assertThat(error(response, 400, "BadRequest").get("message").asText())
        .isEqualTo(
            "Header x-request-timeout-seconds must be a number of seconds, where 0 or less sets no"
                + " bound, but is \""
                + timeout
                + '"');
  }

  @Test
  void refusesASessionThatCannotBePassedOn() throws Exception {
    HttpResponse<String> response = get("/blocking", "x-session-id", "s".repeat(513));

    assertThat(error(response, 400, "BadRequest").get("message").asText()).contains("x-session-id");
  }
}
