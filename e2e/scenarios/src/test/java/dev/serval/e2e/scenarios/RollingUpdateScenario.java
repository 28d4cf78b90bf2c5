package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import dev.serval.e2e.support.SpecChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New revisions take over under load. */
@ExtendWith(OnCluster.class)
class RollingUpdateScenario {

  private static final int PER_SECOND = 30;
  private static final List<String> ALL =
      List.of(Recommender.FEATURES, Recommender.RANKING, Recommender.INGRESS);

  /** Each replica in turn: one starts, one ends. */
  private static final Duration ROLLED = Duration.ofSeconds(180);

  @ParameterizedTest
  @ValueSource(strings = {Recommender.FEATURES, Recommender.RANKING, Recommender.INGRESS})
  void updatingAStageFailsNoRequest(String deployment, ClusterUnderTest cluster) throws Exception {
    update(cluster, List.of(deployment));
  }

  @Test
  void updatingAllStagesAtOnceFailsNoRequest(ClusterUnderTest cluster) throws Exception {
    update(cluster, ALL);
  }

  private static void update(ClusterUnderTest cluster, List<String> deployments) throws Exception {
    Recommender recommender = Recommender.shared(cluster);
    ApplicationUnderTest application = recommender.application();
    Map<String, Set<String>> before = pods(application);
    try (LoadThroughService load = recommender.load(PER_SECOND)) {
      application.change(
          deployments.stream()
              .map(name -> SpecChange.environment(name, "SUCCEEDS", before.get(name).toString()))
              .toArray(SpecChange[]::new));
      application.awaitReady(ROLLED);
      for (String deployment : deployments) {
        application.awaitPods(deployment, 2, Recommender.END);
      }
      load.awaitServed(PER_SECOND);
      LoadFigures figures = load.stop("rolling update of " + String.join(", ", deployments));
      assertThat(figures.failed()).as(figures.toString()).isZero();
    }
    Map<String, Set<String>> after = pods(application);
    for (String deployment : ALL) {
      if (deployments.contains(deployment)) {
        assertThat(after.get(deployment)).doesNotContainAnyElementsOf(before.get(deployment));
      } else {
        assertThat(after.get(deployment)).isEqualTo(before.get(deployment));
      }
    }
  }

  private static Map<String, Set<String>> pods(ApplicationUnderTest application) {
    return ALL.stream().collect(Collectors.toMap(Function.identity(), application::readyPodUids));
  }
}
