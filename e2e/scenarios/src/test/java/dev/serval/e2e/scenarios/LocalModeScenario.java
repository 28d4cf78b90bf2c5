package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.LocalApplication;
import dev.serval.e2e.support.OnCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One process with all stages answers as the cluster does, byte for byte. */
@ExtendWith(OnCluster.class)
class LocalModeScenario {

  private static final int PER_SECOND = 30;
  private static final Duration REQUEST = Duration.ofSeconds(10);
  private static final String JSON = "application/json";

  /** Users of the model, others, and all kinds of requests that are refused. */
  private static final List<Asked> ASKED =
      List.of(
          new Asked("POST", "/recommend", JSON, "{\"userId\": 1}"),
          new Asked("POST", "/recommend", JSON, "{\"userId\": 42, \"topK\": 3}"),
          new Asked("POST", "/recommend", JSON, "{\"userId\": 671, \"topK\": 100}"),
          new Asked("POST", "/recommend", JSON, "{\"userId\": 999999, \"topK\": 5}"),
          new Asked("POST", "/recommend", JSON, "{\"userId\": -1}"),
          new Asked("POST", "/recommend", JSON, "{\"userId\": 1, \"topK\": 101}"),
          new Asked("POST", "/recommend", JSON, "{\"topK\": 3}"),
          new Asked("POST", "/recommend", JSON, "{\"userId\": 1, \"colour\": \"red\"}"),
          new Asked("POST", "/recommend", JSON, "{\"userId\": "),
          new Asked("POST", "/recommend", JSON, ""),
          new Asked("POST", "/recommend", "text/plain", "42"),
          new Asked("GET", "/recommend", JSON, ""),
          new Asked("GET", "/nowhere", JSON, ""),
          new Asked("GET", "/q/openapi?format=json", JSON, ""));

  private record Asked(String method, String path, String type, String body) {}

  private record Answered(int status, String type, String requestId, String body) {}

  @Test
  void localModeAnswersAsTheClusterDoes(ClusterUnderTest cluster) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    try (LocalApplication local =
            LocalApplication.start(
                cluster.home().resolve("samples/recsys"),
                cluster.home().resolve("target/e2e-local-mode.log"));
        LoadThroughService load = recommender.load(PER_SECOND)) {
      List<Answered> onCluster = ask(recommender.application().address());
      List<Answered> inOneProcess = ask(local.address());
      for (int i = 0; i < ASKED.size(); i++) {
        assertThat(inOneProcess.get(i)).as(ASKED.get(i).toString()).isEqualTo(onCluster.get(i));
      }
      assertThat(onCluster).extracting(Answered::status).contains(200, 400, 404, 405, 415);
      LoadFigures figures =
          load.stop(ASKED.size() + " requests to local mode and cluster, answered alike");
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
  }

  private static List<Answered> ask(URI address) throws IOException, InterruptedException {
    List<Answered> answers = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (Asked asked : ASKED) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(address.resolve(asked.path()))
                    .timeout(REQUEST)
                    .header("Content-Type", asked.type())
                    .header("X-Request-ID", "scenario-" + answers.size())
                    .method(asked.method(), BodyPublishers.ofString(asked.body()))
                    .build(),
                BodyHandlers.ofString());
        answers.add(
            new Answered(
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.headers().firstValue("X-Request-ID").orElse(""),
                answer.body()));
      }
    }
    return answers;
  }
}
