package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.CommandLine;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods have to leave, as they do for the upgrade of a node. */
@ExtendWith(OnCluster.class)
class EvictionScenario {

  private static final int PER_SECOND = 30;
  private static final Duration COMMAND = Duration.ofSeconds(30);
  private static final Duration DRAINED = Duration.ofSeconds(180);
  private static final List<String> ALL =
      List.of(Recommender.FEATURES, Recommender.RANKING, Recommender.INGRESS);

  @Test
  void evictingAllPodsOfADeploymentFailsNoRequest(ClusterUnderTest cluster) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    ApplicationUnderTest application = recommender.application();
    try (LoadThroughService load = recommender.load(PER_SECOND)) {
      List<Pod> pods = application.readyPods(Recommender.FEATURES);
      assertThat(application.evict(pods.get(0))).isTrue();
      assertThat(application.evict(pods.get(1))).as("both at a time").isFalse();
      application.awaitPods(Recommender.FEATURES, 2, Recommender.START);
      // The controller of disruption budgets hears of the new pod when this does, or later.
      Await.until("the other may go", Recommender.END, () -> application.evict(pods.get(1)));
      application.awaitPods(Recommender.FEATURES, 2, Recommender.START);
      load.awaitServed(PER_SECOND);
      LoadFigures figures = load.stop("eviction of all pods of " + Recommender.FEATURES);
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
  }

  @Test
  void drainingANodeFailsNoRequest(ClusterUnderTest cluster) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    ApplicationUnderTest application = recommender.application();
    String node = application.readyPods(Recommender.INGRESS).getFirst().getSpec().getNodeName();
    try (LoadThroughService load = recommender.load(PER_SECOND)) {
      Duration begun = load.elapsed();
      CommandLine.run(
          DRAINED,
          "kubectl",
          "drain",
          node,
          "--ignore-daemonsets",
          "--delete-emptydir-data",
          "--timeout=170s");
      Duration taken = load.elapsed().minus(begun);
      assertThat(podsOn(node, application)).isZero();
      application.awaitReady(Recommender.START);
      load.awaitServed(PER_SECOND);
      LoadFigures figures =
          load.stop("drain of a node, which took %.1f s".formatted(taken.toMillis() / 1e3));
      assertThat(figures.failed()).as(figures.toString()).isZero();
    } finally {
      CommandLine.run(COMMAND, "kubectl", "uncordon", node);
    }
  }

  private static long podsOn(String node, ApplicationUnderTest application) {
    return ALL.stream()
        .flatMap(deployment -> application.readyPods(deployment).stream())
        .filter(pod -> pod.getSpec().getNodeName().equals(node))
        .count();
  }
}
