package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.QuarkusUnitTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths are answered, and how those are that are not. */
class RoutesTest extends DoorTests {

  @RegisterExtension static final QuarkusUnitTest APPLICATION = application();

  @Test
  void unknownRouteIs404WithAHint() throws Exception {
    HttpResponse<String> response = get("/nowhere");

    assertThat(error(response, 404, "NotFound").get("message").asText())
        .isEqualTo("Nothing answers GET /nowhere; see /-/routes");
  }

  @Test
  void notFoundOfTheApplicationKeepsItsMessage() throws Exception {
    HttpResponse<String> response = get("/people/17");

    assertThat(error(response, 404, "NotFound").get("message").asText())
        .isEqualTo("There is no person 17");
  }

  @Test
  void wrongMethodIs405WithThoseAllowed() throws Exception {
    HttpResponse<String> response = send(request("/people").DELETE());

    assertThat(error(response, 405, "MethodNotAllowed").get("message").asText())
        .isEqualTo("/people answers OPTIONS, POST only");
    assertThat(response.headers().firstValue("allow")).contains("OPTIONS, POST");
  }

  @Test
  void wrongContentTypeIs415() throws Exception {
    HttpResponse<String> response =
        send(
            request("/people")
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString("a,b")));

    error(response, 415, "UnsupportedMediaType");
  }

  @Test
  void wrongAcceptIs406() throws Exception {
    error(get("/events", "Accept", "image/png"), 406, "NotAcceptable");
  }

  @Test
  void routesAreListed() throws Exception {
    HttpResponse<String> response = get("/-/routes");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode listed = json(response);
    assertThat(listed.get("application").asText()).isEqualTo("shop");
    assertThat(listed.get("ingress").asText()).isEqualTo("Front");
    assertThat(listed.get("routePrefix").asText()).isEqualTo("/");
    List<String> routes = new ArrayList<>();
    listed
        .get("routes")
        .forEach(route -> routes.add(route.get("path").asText() + route.get("methods")));
    assertThat(routes).contains("/people[\"POST\"]", "/people/{id}[\"GET\"]", "/loop[\"GET\"]");
  }

  @Test
  void healthIsAnswered() throws Exception {
    HttpResponse<String> response = get("/-/healthz");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"status\":\"ready\"}");
  }

  @Test
  void apiIsDocumented() throws Exception {
    assertThat(get("/q/openapi").body()).contains("/people/{id}", "Person");
    assertThat(get("/q/swagger-ui/").body()).contains("swagger-ui");
  }

  @Test
  void applicationCannotBeReachedPastTheDoor() throws Exception {
    HttpResponse<String> response = get("/q/../loop");

    assertThat(response.headers().firstValue("x-request-id")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/people/%zz", "/-/%zz", "/q/%zz", "/people/%", "/people/%2"})
  void pathThatCannotBeDecodedIs400(String path) throws Exception {
    String answer =
        raw("GET " + path + " HTTP/1.1\nHost: x\nx-request-id: mine\nConnection: close");

    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .containsIgnoringCase("x-request-id: mine")
        .contains("content-type: application/json")
        .contains("\"type\":\"BadRequest\"")
        .contains("The path " + path + " cannot be decoded: after each %")
        .contains("\"requestId\":\"mine\"");
  }

  @Test
  void pathThatCannotBeDecodedGetsARequestId() throws Exception {
    String answer = raw("GET /%zz HTTP/1.1\nHost: x\nConnection: close");

    assertThat(answer).containsIgnoringCase("x-request-id: ").doesNotContain("\"requestId\":\"\"");
  }

  @Test
  void queryThatCannotBeDecodedIs400() throws Exception {
    String answer = raw("GET /limited?limit=%zz HTTP/1.1\nHost: x\nConnection: close");

    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("The query of the request cannot be decoded: after each %")
        .doesNotContain("\"requestId\":\"\"");
  }

  @Test
  void pathMayHaveCharactersThatBrowsersSend() throws Exception {
    assertThat(raw("GET /people/{a|b} HTTP/1.1\nHost: x\nConnection: close"))
        .startsWith("HTTP/1.1 404")
        .contains("There is no person {a|b}");
  }

  private String raw(String head) throws Exception {
    try (RawConnection connection = new RawConnection(root)) {
      return connection.send(head + "\n\n").readAll();
    }
  }
}
