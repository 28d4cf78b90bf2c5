package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.Kubectl;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user applies and what the operator writes don't get into each other's way. */
class GitOpsUnderWayIT extends OperatorFixture {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"recsys", "language"})
  void nothingDiffersAfterTheOperatorHasBeenThere(String sample) throws Exception {
    Kubectl kubectl = new Kubectl(ApiServer.get(), folder);
    String file = "../../samples/" + sample + "/serveapplication.yaml";
    kubectl.run("apply", "-n", user.namespace(), "-f", file);
    ServeApplication ready = user.awaitReady(sample);
    operator.writes().clear();

    assertThat(kubectl.diff("-n", user.namespace(), "-f", file)).isEmpty();
    assertThat(
            kubectl.diff("-n", user.namespace(), "--server-side", "--force-conflicts", "-f", file))
        .isEmpty();
    assertThat(kubectl.run("apply", "-n", user.namespace(), "-f", file)).endsWith("unchanged");

    assertThat(user.application(sample).getMetadata().getGeneration())
        .isEqualTo(ready.getMetadata().getGeneration());
    assertThat(managedByOperator(user.application(sample)))
        .isNotEmpty()
        .allMatch(entry -> "status".equals(entry.getSubresource()));
    assertThat(operator.writes().writes()).isEmpty();
  }

  private static List<ManagedFieldsEntry> managedByOperator(ServeApplication application) {
    return application.getMetadata().getManagedFields().stream()
        .filter(entry -> Labels.MANAGER.equals(entry.getManager()))
        .toList();
  }
}
