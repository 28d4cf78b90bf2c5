package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An ingress that takes no new requests ends those that it has. */
class DrainingTest extends DoorTests {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application().overrideConfigKey("serval.deployments.\"Front\".max-ongoing-requests", "1");

  @Test
  void thoseUnderWayAndThoseThatWaitAreAnsweredAndNewOnesRefused() throws Exception {
    CompletableFuture<HttpResponse<String>> running = getLater("/wait-here");
    assertThat(Gate.arrived(1)).isTrue();
    CompletableFuture<HttpResponse<String>> waiting = getLater("/blocking");
    await(() -> door.slots().queued() == 1);

    door.drain();

    HttpResponse<String> refused = get("/blocking");
    assertThat(error(refused, 503, "Draining").get("message").asText())
        .isEqualTo(
            "This process of application shop is about to stop and takes no new requests; send the"
                + " request again over a new connection");
    assertThat(refused.headers().firstValue("retry-after")).contains("1");
    assertThat(refused.headers().firstValue("connection")).contains("close");
    try (RawConnection kept = new RawConnection(root)) {
      assertThat(kept.send("GET /blocking HTTP/1.1\nHost: x\n\n").readAll())
          .as("read to its end, which the server makes")
          .startsWith("HTTP/1.1 503");
    }

    Gate.open();
    assertThat(running.get(20, TimeUnit.SECONDS).body()).isEqualTo("through");
    assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void aLastRequestIsAnsweredAndEndsItsConnection() throws Exception {
    door.takeLastRequests();

    try (RawConnection kept = new RawConnection(root)) {
      assertThat(kept.send("GET /blocking HTTP/1.1\nHost: x\n\n").readAll())
          .as("read to its end, which the server makes")
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("connection: close");
    }
  }
}
