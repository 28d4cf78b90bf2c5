package dev.serval.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.cluster.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Helm prints after an installation says what to do next. */
class ChartNotesIT {

  @TempDir static Path folder;

  private static Path kubeconfig;

  @BeforeAll
  static void reachServer() throws IOException {
    kubeconfig = Files.writeString(folder.resolve("kubeconfig"), ApiServer.get().adminKubeconfig());
  }

  private static String notes(String... values) {
    return Helm.notes(kubeconfig, "mine", "elsewhere", values);
  }

  @Test
  void tellsWhoIsServedAndHowToUpgradeTheDefinition() {
    assertThat(notes())
        .contains("all namespaces")
        .contains("kubectl --namespace elsewhere rollout status deployment/mine")
        .contains("helm show crds CHART | kubectl apply --server-side --force-conflicts")
        .contains("helm upgrade mine CHART --namespace elsewhere");
  }

  @Test
  void tellsWhichNamespacesAreServed() {
    assertThat(notes("watchNamespaces=[\"one\",\"two\"]"))
        .contains("the namespaces one, two")
        .doesNotContain("all namespaces");
  }

  @Test
  void warnsOfAnOperatorThatDoesNothing() {
    assertThat(notes("replicas=0")).contains("replicas is 0");
    assertThat(notes()).doesNotContain("replicas is 0");
  }
}
