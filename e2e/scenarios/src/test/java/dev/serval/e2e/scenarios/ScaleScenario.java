package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deployments are scaled by hand under load. */
@ExtendWith(OnCluster.class)
class ScaleScenario {

  private static final int PER_SECOND = 30;

  @Test
  void scalingUpAndDownFailsNoRequest(ClusterUnderTest cluster) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    try (LoadThroughService load = recommender.load(PER_SECOND)) {
      for (String deployment : new String[] {Recommender.FEATURES, Recommender.INGRESS}) {
        upAndDown(recommender, deployment);
      }
      load.awaitServed(PER_SECOND);
      LoadFigures figures = load.stop("scale up and down");
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
  }

  private static void upAndDown(Recommender recommender, String deployment) {
    Set<String> before = recommender.application().readyPodUids(deployment);
    recommender.application().scale(deployment, 3);
    recommender.application().awaitPods(deployment, 3, Recommender.START);
    assertThat(recommender.application().readyPodUids(deployment)).containsAll(before);
    recommender.application().scale(deployment, 1);
    recommender.application().awaitPods(deployment, 1, Recommender.END);
    recommender.application().scale(deployment, 2);
    recommender.application().awaitReady(Recommender.START);
  }
}
