package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over HTTP/2 a body need not say how long it is, and there are no chunks either. */
class Http2BodyTest extends DoorTests {

  /** More bytes than a connection takes that nobody reads from. */
  private static final int REPEATED = 20;

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application()
          .overrideConfigKey("serval.ingress.http2-clear-text", "true")
          .overrideConfigKey("quarkus.http.limits.max-body-size", "64K");

  private HttpClient client;

  @Override
  void makeWhatIsKept() throws Exception {
    connect();
    disconnect();
  }

  /** The first request of a connection asks for HTTP/2, the others are in it. */
  @BeforeEach
  void connect() throws Exception {
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    client.send(request("/blocking").build(), HttpResponse.BodyHandlers.discarding());
  }

  /** With its connection, before it is looked what is left. */
  @AfterEach
  void disconnect() {
    client.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/people", "/people/loop", "/stream"})
  void tooLongIs413(String path) throws Exception {
    for (int i = 0; i < REPEATED; i++) {
      error(postOfUnknownLength(path, "{\"name\":\"" + "x".repeat(100_000)), 413, "BodyTooLarge");
    }
  }

  @Test
  void shortEnoughPasses() throws Exception {
    HttpResponse<String> response = postOfUnknownLength("/people", "{\"name\":\"Ada\"}");

    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).get("name").asText()).isEqualTo("Ada");
  }

  private HttpResponse<String> postOfUnknownLength(String path, String body) throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
