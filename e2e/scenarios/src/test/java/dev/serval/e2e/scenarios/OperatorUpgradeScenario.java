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
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator is replaced as an upgrade does it. */
@ExtendWith(OnCluster.class)
class OperatorUpgradeScenario {

  private static final int PER_SECOND = 30;
  private static final List<String> ALL =
      List.of(Recommender.FEATURES, Recommender.RANKING, Recommender.INGRESS);

  @Test
  void noRequestFailsAndNoPodIsRestarted(ClusterUnderTest cluster) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    ApplicationUnderTest application = recommender.application();
    Set<String> before = starts(application);
    try (LoadThroughService load = recommender.load(PER_SECOND)) {
      Duration begun = load.elapsed();
      cluster.operator().roll();
      cluster.operator().awaitReady(RunningOperator.TAKE_OVER);
      Duration rolled = load.elapsed().minus(begun);
      application.awaitReady(Recommender.START);
      assertThat(starts(application)).isEqualTo(before);
      application.scale(Recommender.FEATURES, 3);
      application.awaitPods(Recommender.FEATURES, 3, Recommender.START);
      assertThat(starts(application)).containsAll(before);
      application.scale(Recommender.FEATURES, 2);
      application.awaitPods(Recommender.FEATURES, 2, Recommender.END);
      application.awaitReady(Recommender.START);
      LoadFigures figures =
          load.stop("operator replaced in %.1f s".formatted(rolled.toMillis() / 1e3));
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
  }

  /** Each ready pod, and how often its containers have been started again. */
  private static Set<String> starts(ApplicationUnderTest application) {
    return ALL.stream()
        .flatMap(deployment -> application.readyPods(deployment).stream())
        .map(
            pod ->
                pod.getMetadata().getUid()
                    + ' '
                    + pod.getStatus().getContainerStatuses().getFirst().getRestartCount())
        .collect(Collectors.toSet());
  }
}
