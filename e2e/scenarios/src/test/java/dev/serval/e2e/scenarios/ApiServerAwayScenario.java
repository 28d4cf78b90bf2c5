package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.Await;
import dev.serval.e2e.support.ClusterMachines;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API server is away for half a minute. */
@ExtendWith(OnCluster.class)
@DisabledIfEnvironmentVariable(
    named = "CLUSTER",
    matches = "current",
    disabledReason = "needs the control plane, which isn't ours")
class ApiServerAwayScenario {

  private static final int PER_SECOND = 30;
  private static final int SECONDS_AWAY = 30;

  @Test
  void requestsAreServedAndTheOperatorGoesOnAfterwards(ClusterUnderTest cluster) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    ApplicationUnderTest application = recommender.application();
    ClusterMachines machines = cluster.machines();
    Set<String> ingress = application.readyPodUids(Recommender.INGRESS);
    try (LoadThroughService load = recommender.load(PER_SECOND)) {
      machines.takeApiServerAway();
      try {
        load.awaitServed((long) SECONDS_AWAY * PER_SECOND);
      } finally {
        machines.bringApiServerBack();
      }
      Duration back = load.elapsed();
      application.awaitReady(Recommender.START);
      application.scale(Recommender.FEATURES, 3);
      Await.until(
          "the operator asks for 3 replicas", Recommender.START, () -> asked(application) == 3);
      Duration acted = load.elapsed().minus(back);
      application.awaitPods(Recommender.FEATURES, 3, Recommender.START);
      Duration done = load.elapsed().minus(back);
      application.scale(Recommender.FEATURES, 2);
      application.awaitPods(Recommender.FEATURES, 2, Recommender.END);
      LoadFigures figures =
          load.stop(
              "API server away for %d s, a change of the spec seen %.1f s, done %.1f s after it was back"
                  .formatted(SECONDS_AWAY, acted.toMillis() / 1e3, done.toMillis() / 1e3));
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
    assertThat(application.readyPodUids(Recommender.INGRESS)).isEqualTo(ingress);
  }

  private static int asked(ApplicationUnderTest application) {
    return application.object(Recommender.FEATURES).getSpec().getReplicas();
  }
}
