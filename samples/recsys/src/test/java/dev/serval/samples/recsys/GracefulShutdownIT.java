package dev.serval.samples.recsys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.testkit.ServalApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recommender is asked to end while it has requests: some run, some wait for a slot. */
class GracefulShutdownIT {

  private static final int REQUESTS = 64;
  private static final int SLOTS = 48;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private SampleProcess process;
  private URI root;

  @BeforeEach
  void start() throws Exception {
    int port = FreePorts.next();
    root = URI.create("http://127.0.0.1:" + port);
    process =
        SampleProcess.startAll(
            port,
            List.of(
                "-Drecsys.simulated.features=3s",
                "-Drecsys.simulated.ranking=1s",
                "-Dserval.deployments.RecommendationService.max-ongoing-requests=" + SLOTS));
    process.awaitListening();
  }

  @AfterEach
  void end() throws Exception {
    process.kill();
    client.close();
  }

  @Test
  void requestsThatItHasAreAnsweredAndConnectionsEndWithTheirNextResponse() throws Exception {
    // What is asked for the first time takes long: then the first would be answered before the last
    // is sent.
    send(recommend(1));
    metric("ongoing");
    List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
    for (int user = 1; user <= REQUESTS; user++) {
      requests.add(client.sendAsync(recommend(user), HttpResponse.BodyHandlers.ofString()));
    }
    ServalApplication.await("all slots are taken", () -> metric("ongoing") == SLOTS);
    ServalApplication.await("the others wait", () -> metric("queued") == REQUESTS - SLOTS);

    process.terminate();
    ServalApplication.await("connections end", this::connectionEndsWithTheResponse);

    assertThat(requests.stream().filter(CompletableFuture::isDone))
        .as("answered before it began to end")
        .hasSizeLessThan(REQUESTS);
    for (CompletableFuture<HttpResponse<String>> request : requests) {
      assertThat(request.join().statusCode()).as(process.output()).isEqualTo(200);
    }
    assertThat(process.exitStatus()).as(process.output()).isZero();
    assertThat(process.output()).doesNotContain("cut off", "are cancelled", "ERROR");
    assertThat(connects()).isFalse();
  }

  private HttpRequest recommend(int user) {
    return recommend(user, "30");
  }

  private HttpRequest recommend(int user, String timeoutSeconds) {
    return HttpRequest.newBuilder(root.resolve("/recommend"))
        .header("Content-Type", "application/json")
        .header("x-request-timeout-seconds", timeoutSeconds)
        .POST(HttpRequest.BodyPublishers.ofString("{\"userId\": " + user + "}"))
        .build();
  }

  /** The request ends at once, since it would wait behind all the others. */
  private boolean connectionEndsWithTheResponse() {
    HttpResponse<String> answer = send(recommend(1, "0.01"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(408);
    return answer.headers().firstValue("connection").filter("close"::equals).isPresent();
  }

  private int metric(String which) {
    String name = "serval_ingress_" + which + "_requests{";
    return send(HttpRequest.newBuilder(root.resolve("/q/metrics")).build())
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new AssertionError(process.output(), failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private boolean connects() {
    try {
      client.send(recommend(1), HttpResponse.BodyHandlers.discarding());
      return true;
    } catch (IOException refused) {
      return false;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
