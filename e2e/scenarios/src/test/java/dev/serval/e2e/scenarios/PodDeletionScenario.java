package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pod is deleted gracefully under load; another takes its place. */
@ExtendWith(OnCluster.class)
class PodDeletionScenario {

  private static final int PER_SECOND = 30;

  @ParameterizedTest
  @ValueSource(strings = {Recommender.FEATURES, Recommender.RANKING, Recommender.INGRESS})
  void deletingAPodFailsNoRequest(String deployment, ClusterUnderTest cluster) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    try (LoadThroughService load = recommender.load(PER_SECOND)) {
      ApplicationUnderTest application = recommender.application();
      application.deletePod(application.readyPods(deployment).getFirst(), Recommender.END);
      application.awaitPods(deployment, 2, Recommender.START);
      load.awaitServed(PER_SECOND);
      LoadFigures figures = load.stop("deletion of a pod of " + deployment);
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
  }
}
