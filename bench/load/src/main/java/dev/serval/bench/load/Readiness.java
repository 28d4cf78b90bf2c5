package dev.serval.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits until a system answers rightly, so that a wrong answer is never measured as a fast one. */
final class Readiness {

  // Right answers in a row: every replica behind a load balancer gets its turn.
  private static final int IN_A_ROW = 8;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration PROBE = Duration.ofSeconds(5);

  private final Duration limit;

  Readiness(Duration limit) {
    this.limit = limit;
  }

  void await(LaunchPlan plan, Shape shape, List<Child> children) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    String last = "nothing yet";
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      int right = 0;
      while (right < IN_A_ROW) {
        for (Child child : children) {
          if (!child.isAlive()) {
            throw new BenchException(child.role() + " ended early:\n" + child.tail());
          }
        }
        if (System.nanoTime() > deadline) {
          String tails =
              children.stream()
                  .map(child -> "--- " + child.role() + "\n" + child.tail())
                  .reduce("", (all, tail) -> all + "\n" + tail);
          throw new BenchException(
              "No right answer within " + limit.toSeconds() + " s, last: " + last + tails);
        }
        try {
          last = probe(client, plan.target(), shape);
          right = last.isEmpty() ? right + 1 : 0;
        } catch (IOException e) {
          last = e.toString();
          right = 0;
        }
        if (right == 0) {
          TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
      }
    }
  }

  /** Returns what is wrong with the answer, or nothing. */
  private static String probe(HttpClient client, URI target, Shape shape)
      throws IOException, InterruptedException {
    if (target.getScheme().equals("tcp")) {
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(target.getHost(), target.getPort()), (int) PROBE.toMillis());
        return "";
      }
    }
    HttpRequest request =
        HttpRequest.newBuilder(target.resolve(shape.path()))
            .timeout(PROBE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(shape.body()))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    boolean right = response.statusCode() == 200 && shape.rightAnswer().test(response.body());
    return right ? "" : response.statusCode() + " " + response.body();
  }
}
