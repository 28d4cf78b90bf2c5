package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.QuarkusUnitTest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application whose routes are under a path of its own. */
class RoutePrefixTest extends DoorTests {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application().overrideConfigKey("serval.ingress.route-prefix", "/shop");

  @Test
  void routesAreUnderIt() throws Exception {
    HttpResponse<String> response = get("/shop/blocking", "X-Request-ID", "mine");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).get("requestId").asText()).isEqualTo("mine");
    assertThat(response.headers().firstValue("x-request-id")).contains("mine");
    assertThat(get("/shop/limited?limit=7").body()).isEqualTo("7");
    assertThat(post("/shop/people", "{\"name\":\"Ada\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void aLastRequestUnderItEndsItsConnection() throws Exception {
    door.takeLastRequests();

    try (RawConnection kept = new RawConnection(root)) {
      assertThat(kept.send("GET /shop/blocking HTTP/1.1\nHost: x\n\n").readAll())
          .as("read to its end, which the server makes")
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("connection: close");
    }
  }

  @Test
  void routesAreNowhereElse() throws Exception {
    error(get("/blocking"), 404, "NotFound");
    error(get("/shopping/blocking"), 404, "NotFound");
    error(get("/shop"), 404, "NotFound");
  }

  @Test
  void errorsNamePathsWithIt() throws Exception {
    assertThat(json(get("/shop/nowhere")).at("/error/message").asText())
        .isEqualTo("Nothing answers GET /shop/nowhere; see /-/routes");
    assertThat(json(get("/shop/people")).at("/error/message").asText())
        .isEqualTo("/shop/people answers OPTIONS, POST only");
  }

  @Test
  void whatEveryProcessAnswersIsNotUnderIt() throws Exception {
    error(get("/shop/q/health"), 404, "NotFound");
    assertThat(get("/q/health").statusCode()).isEqualTo(200);
  }

  @Test
  void routesAreListedWithIt() throws Exception {
    JsonNode listed = json(get("/-/routes"));

    List<String> paths = new ArrayList<>();
    listed.get("routes").forEach(route -> paths.add(route.get("path").asText()));
    assertThat(paths).contains("/shop/people/{id}");
    assertThat(listed.get("routePrefix").asText()).isEqualTo("/shop");
  }
}
