package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.OnCluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A deployment that nobody calls has no replica, and one as soon as somebody does. */
@ExtendWith(OnCluster.class)
class AutoscalingFromZeroScenario {

  private static final int MOST = 5;
  private static final int CALLS = 1_000;

  /**
   * More than the start of the pod that the first call may take. To reach is 300 ms, which the
   * records show; a machine with other work must not fail the test.
   */
  private static final Duration COLD = Duration.ofSeconds(2);

  @Test
  void restsWithoutReplicasAndAnswersTheFirstCalls(ClusterUnderTest cluster) throws Exception {
    Workshop workshop = Workshop.shared(cluster);
    try (HttpClient client = HttpClient.newHttpClient();
        AutoscaledDeployment worker =
            AutoscaledDeployment.begin(
                workshop.application(), Workshop.WORKER, ScalingSpec.of("HPA", 0, MOST))) {
      // What a client does for the first time is no part of a cold start.
      workshop.answerTime(client);
      Duration beyond = beyondPodStart(cluster.home(), workshop, client, worker);
      System.out.printf(
          "from zero: a call is answered %d ms after its replica is ready%n", beyond.toMillis());
      assertThat(beyond).isLessThanOrEqualTo(COLD);

      worker.awaitPods(0);
      long called = System.nanoTime();
      List<String> answers = workshop.coldOrdersAtOnce(CALLS);
      System.out.printf(
          "from zero: %d calls answered %d ms after the first%n",
          CALLS, Duration.ofNanos(System.nanoTime() - called).toMillis());
      assertThat(answers).hasSize(CALLS).containsOnly(Workshop.answer(0));
    }
  }

  /** One call to no replica: how long its answer took without the start of the pod. */
  private static Duration beyondPodStart(
      Path home, Workshop workshop, HttpClient client, AutoscaledDeployment worker)
      throws IOException, InterruptedException {
    worker.awaitPods(0);
    long called = System.nanoTime();
    Duration answered = workshop.answerTime(client);
    // The answer may be here before the news that the pod is ready.
    worker.await(
        "the replica is ready", () -> worker.history().firstStartSince(called).isPresent());
    Ramp ramp = Ramp.since(worker.history(), called);
    RampRecord.keep(home, "one call to none", ramp, Answers.one(answered));
    return answered.minus(ramp.podStart().orElseThrow());
  }
}
