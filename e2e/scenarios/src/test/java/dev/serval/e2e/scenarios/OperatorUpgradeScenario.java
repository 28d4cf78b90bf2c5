package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator is replaced as an upgrade does it, by the same version. */
@ExtendWith(OnCluster.class)
class OperatorUpgradeScenario {

  private static final int PER_SECOND = 30;
  private static final List<String> ALL =
      List.of(Recommender.FEATURES, Recommender.RANKING, Recommender.INGRESS);

  @Test
  void noRequestFailsAndNoPodIsRestarted(ClusterUnderTest cluster) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    upgrade(recommender, cluster.operator()::roll, "operator replaced by the same version");
  }

  /**
   * Upgrades under load, then has the new operator scale up and down. Its status for a newer spec
   * can only be its own, and it speaks of all deployments: by then none may have been rolled.
   */
  static void upgrade(Recommender recommender, Runnable upgrade, String what) throws Exception {
    ApplicationUnderTest application = recommender.application();
    Set<String> before = application.podStarts(ALL);
    try (LoadThroughService load = recommender.load(PER_SECOND)) {
      Duration begun = load.elapsed();
      upgrade.run();
      Duration upgraded = load.elapsed().minus(begun);
      application.scale(Recommender.FEATURES, 3);
      application.awaitReady(Recommender.START);
      application.awaitPods(Recommender.FEATURES, 3, Recommender.START);
      assertThat(application.podStarts(ALL)).containsAll(before);
      application.scale(Recommender.FEATURES, 2);
      application.awaitPods(Recommender.FEATURES, 2, Recommender.END);
      application.awaitReady(Recommender.START);
      LoadFigures figures = load.stop(what + " in %.1f s".formatted(upgraded.toMillis() / 1e3));
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
  }
}
