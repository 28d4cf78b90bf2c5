package dev.serval.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.e2e.support.ApplicationUnderTest;
import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.InstalledOperator;
import dev.serval.e2e.support.LoadFigures;
import dev.serval.e2e.support.LoadThroughService;
import dev.serval.e2e.support.OnCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator is replaced, by itself and from an earlier version. */
@ExtendWith(OnCluster.class)
class OperatorUpgradeScenario {

  private static final int PER_SECOND = 30;
  private static final List<String> ALL =
      List.of(Recommender.FEATURES, Recommender.RANKING, Recommender.INGRESS);

  /** Folder of an earlier version, as {@code hack/earlier.sh} makes it. */
  private static final String EARLIER = "EARLIER_VERSION";

  @Test
  void noRequestFailsAndNoPodIsRestarted(ClusterUnderTest cluster) throws Exception {
    upgrade(Recommender.shared(cluster), cluster.operator()::roll, "operator replaced by itself");
  }

  /** The application is of that version, too, and stays so. */
  @Test
  @EnabledIfEnvironmentVariable(
      named = EARLIER,
      matches = ".+",
      disabledReason = "FROM names no version to upgrade from")
  void norWhenAnEarlierVersionIsUpgraded(ClusterUnderTest cluster) throws Exception {
    InstalledOperator operator = (InstalledOperator) cluster.operator();
    operator.startAgainAs(
        cluster.client(), Path.of(System.getenv(EARLIER)), "serval-operator:earlier");
    try (Recommender recommender = Recommender.of(cluster, Recommender.manifest("earlier"))) {
      upgrade(
          recommender,
          () -> operator.upgradeTo(cluster.client(), cluster.home(), null),
          "operator upgraded from an earlier version");
    }
  }

  private static void upgrade(Recommender recommender, Runnable upgrade, String what)
      throws Exception {
    ApplicationUnderTest application = recommender.application();
    Set<String> before = starts(application);
    try (LoadThroughService load = recommender.load(PER_SECOND)) {
      Duration begun = load.elapsed();
      upgrade.run();
      Duration upgraded = load.elapsed().minus(begun);
      application.awaitReady(Recommender.START);
      assertThat(starts(application)).isEqualTo(before);
      application.scale(Recommender.FEATURES, 3);
      application.awaitPods(Recommender.FEATURES, 3, Recommender.START);
      assertThat(starts(application)).containsAll(before);
      application.scale(Recommender.FEATURES, 2);
      application.awaitPods(Recommender.FEATURES, 2, Recommender.END);
      application.awaitReady(Recommender.START);
      LoadFigures figures = load.stop(what + " in %.1f s".formatted(upgraded.toMillis() / 1e3));
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
