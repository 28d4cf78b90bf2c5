package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import dev.serval.e2e.support.RunningOperator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests don't depend on the operator. */
@ExtendWith(OnCluster.class)
class OperatorAwayScenario {

  private static final int PER_SECOND = 30;
  private static final Duration AWAY = Duration.ofSeconds(60);
  private static final List<String> ALL =
      List.of(Recommender.FEATURES, Recommender.RANKING, Recommender.INGRESS);

  @Test
  void anotherTakesOverFromAnOperatorThatIsKilled(ClusterUnderTest cluster) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    ApplicationUnderTest application = recommender.application();
    try (LoadThroughService load = recommender.load(PER_SECOND)) {
      Duration killed = load.elapsed();
      cluster.operator().killLeader();
      application.scale(Recommender.FEATURES, 3);
      application.awaitPods(Recommender.FEATURES, 3, RunningOperator.TAKE_OVER);
      Duration tookOver = load.elapsed().minus(killed);
      cluster.operator().awaitReady(RunningOperator.TAKE_OVER);
      application.scale(Recommender.FEATURES, 2);
      application.awaitPods(Recommender.FEATURES, 2, Recommender.END);
      application.awaitReady(Recommender.START);
      LoadFigures figures =
          load.stop(
              "operator killed, a change of the spec done %.1f s later"
                  .formatted(tookOver.toMillis() / 1e3));
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
  }

  @Test
  void podsComeAndGoWithoutAnOperator(ClusterUnderTest cluster) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    ApplicationUnderTest application = recommender.application();
    try (LoadThroughService load = recommender.load(PER_SECOND)) {
      cluster.operator().stop();
      Duration stopped = load.elapsed();
      int deleted = 0;
      try {
        application.scale(Recommender.RANKING, 3);
        while (load.elapsed().minus(stopped).compareTo(AWAY) < 0) {
          String deployment = ALL.get(deleted++ % ALL.size());
          application.deletePod(application.readyPods(deployment).getFirst(), Recommender.END);
          application.awaitPods(deployment, 2, Recommender.START);
        }
      } finally {
        cluster.operator().start();
      }
      application.awaitPods(Recommender.RANKING, 3, Recommender.START);
      application.scale(Recommender.RANKING, 2);
      application.awaitPods(Recommender.RANKING, 2, Recommender.END);
      application.awaitReady(Recommender.START);
      LoadFigures figures =
          load.stop("no operator for %d s, %d pods replaced".formatted(AWAY.toSeconds(), deleted));
      assertThat(figures.failed()).as(figures.toString()).isZero();
      assertThat(deleted).isGreaterThanOrEqualTo(ALL.size());
    }
  }
}
