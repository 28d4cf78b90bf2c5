package dev.serval.e2e.scenarios;

import dev.serval.e2e.support.ClusterUnderTest;
import dev.serval.e2e.support.InstalledOperator;
import dev.serval.e2e.support.OnCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator is upgraded from an earlier version, and so is the resource's definition. */
@ExtendWith(OnCluster.class)
@EnabledIfEnvironmentVariable(
    named = UpgradeFromEarlierScenario.EARLIER,
    matches = ".+",
    disabledReason = "FROM=REF make e2e names a version to upgrade from")
class UpgradeFromEarlierScenario {

  /** Folder of the earlier version, as {@code hack/earlier.sh} makes it. */
  static final String EARLIER = "EARLIER_VERSION";

  /** The application is of that version, too, and stays so. */
  @Test
  void noRequestFailsAndNoPodIsRestarted(ClusterUnderTest cluster) throws Exception {
    Path earlier = Path.of(System.getenv(EARLIER));
    InstalledOperator operator = (InstalledOperator) cluster.operator();
    try {
      operator.reinstallAs(earlier, "serval-operator:earlier");
      try (Recommender recommender = Recommender.of(cluster, manifest(earlier))) {
        OperatorUpgradeScenario.upgrade(
            recommender,
            () -> operator.upgrade(cluster.home()),
            "operator upgraded from an earlier version");
      }
    } finally {
      operator.upgrade(cluster.home());
    }
  }

  private static String manifest(Path earlier) throws IOException {
    return Files.readString(
            earlier.resolve("e2e/scenarios/src/test/resources" + Recommender.MANIFEST))
        .replace(Recommender.BUILT_IMAGE, "serval-sample-recsys:earlier");
  }
}
