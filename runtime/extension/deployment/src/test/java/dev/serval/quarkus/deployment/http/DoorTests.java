package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serval.quarkus.runtime.ServalRuntime;
import dev.serval.quarkus.runtime.http.IngressDoor;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of the door share: the application, a client, and that nothing is left behind. */
abstract class DoorTests {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  @Inject IngressDoor door;
  @Inject ServalRuntime runtime;

  private Holdings before;

  @TestHTTPResource("/")
  URI root;

  static QuarkusUnitTest application(Class<?>... more) {
    return new QuarkusUnitTest()
        .withApplicationRoot(
            root ->
                root.addClasses(
                        Front.class,
                        Back.class,
                        BackStage.class,
                        Gate.class,
                        RawConnection.class,
                        Holdings.class,
                        DoorTests.class)
                    .addClasses(more))
        .overrideConfigKey("quarkus.http.test-port", "0")
        .overrideConfigKey("quarkus.application.name", "shop");
  }

  @BeforeEach
  void closeGate() throws Exception {
    Gate.close();
    makeWhatIsKept();
    before = Holdings.now(door, runtime);
  }

  /** What is made once and kept for good is made by the first request. */
  void makeWhatIsKept() throws Exception {
    get("/-/healthz");
  }

  @AfterEach
  void nothingIsLeft() {
    Gate.open();
    Holdings[] now = {null};
    await(
        () -> {
          now[0] = Holdings.now(door, runtime);
          return now[0].atMost(before);
        },
        () -> "given back: " + now[0] + ", as before: " + before);
  }

  static void await(BooleanSupplier condition) {
    await(condition, () -> "in time");
  }

  private static void await(BooleanSupplier condition, Supplier<String> description) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(description).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root.resolve(path));
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  HttpResponse<String> post(String path, String json) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> getLater(String path) {
    return CLIENT.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> getWithin(String seconds, String path) {
    HttpRequest request = request(path).header("x-request-timeout-seconds", seconds).build();
    return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) throws Exception {
    return JSON.readTree(response.body());
  }

  /** The error of a response, after a look at what all errors have in common. */
  static JsonNode error(HttpResponse<String> response, int status, String type) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("application/json");
    JsonNode error = json(response).get("error");
    assertThat(error).as(response.body()).isNotNull();
    assertThat(error.get("type").asText()).isEqualTo(type);
    assertThat(error.get("requestId").asText())
        .isEqualTo(response.headers().firstValue("x-request-id").orElseThrow());
    assertThat(response.body()).doesNotContain("\\tat ", "secret");
    return error;
  }
}
