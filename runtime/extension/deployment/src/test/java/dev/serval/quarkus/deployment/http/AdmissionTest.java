package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An ingress of two slots, and room for two requests that wait. */
class AdmissionTest extends DoorTests {

  @RegisterExtension
  static final QuarkusUnitTest APPLICATION =
      application()
          .overrideConfigKey("serval.deployments.\"Front\".max-ongoing-requests", "2")
          .overrideConfigKey("serval.deployments.\"Front\".max-queued-requests", "2");

  @Test
  void whatDoesNotFitWaitsAndWhatCannotWaitIs503() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      running.add(getLater("/wait-here"));
    }
    assertThat(Gate.arrived(2)).isTrue();
    for (int i = 1; i <= 2; i++) {
      running.add(getLater("/wait-here"));
      int waiting = i;
      await(() -> door.slots().queued() == waiting);
    }

    HttpResponse<String> refused = get("/wait-here");

    assertThat(error(refused, 503, "BackPressure").get("message").asText())
        .isEqualTo("Front has 2 requests waiting already (maxQueuedRequests)");
    assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
        .isBetween(1, 60);
    assertThat(door.slots().occupied()).isEqualTo(2);

    Gate.open();
    for (CompletableFuture<HttpResponse<String>> each : running) {
      assertThat(each.get(20, TimeUnit.SECONDS).body()).isEqualTo("through");
    }
  }

  @Test
  void clientThatGoesWhileItWaitsMakesRoom() throws Exception {
    CompletableFuture<?> first = getLater("/wait-here");
    CompletableFuture<?> second = getLater("/wait-here");
    assertThat(Gate.arrived(2)).isTrue();
    try (RawConnection connection = new RawConnection(root)) {
      connection.send("GET /wait-here HTTP/1.1\nHost: x\n\n");
      await(() -> door.slots().queued() == 1);
    }

    await(() -> door.slots().queued() == 0);
    Gate.open();
    first.get(20, TimeUnit.SECONDS);
    second.get(20, TimeUnit.SECONDS);
  }

  @Test
  void deadlinePassesWhileItWaits() throws Exception {
    CompletableFuture<?> first = getLater("/wait-here");
    CompletableFuture<?> second = getLater("/wait-here");
    assertThat(Gate.arrived(2)).isTrue();

    HttpResponse<String> late = get("/wait-here", "x-request-timeout-seconds", "0.05");

    error(late, 408, "DeadlineExceeded");
    assertThat(door.slots().queued()).isZero();
    Gate.open();
    first.get(20, TimeUnit.SECONDS);
    second.get(20, TimeUnit.SECONDS);
  }

  @Test
  void bodyOfARequestThatWaitedIsRead() throws Exception {
    CompletableFuture<?> first = getLater("/wait-here");
    CompletableFuture<?> second = getLater("/wait-here");
    assertThat(Gate.arrived(2)).isTrue();
    CompletableFuture<HttpResponse<String>> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return post("/people", "{\"name\":\"" + "x".repeat(100_000) + "\"}");
              } catch (Exception failure) {
                throw new AssertionError(failure);
              }
            });
    await(() -> door.slots().queued() == 1);

    Gate.open();

    assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    first.get(20, TimeUnit.SECONDS);
    second.get(20, TimeUnit.SECONDS);
  }
}
