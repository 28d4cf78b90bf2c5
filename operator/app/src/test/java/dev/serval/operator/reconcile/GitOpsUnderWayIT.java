package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.Labels;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.Kubectl;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user applies and what the operator writes don't get into each other's way. */
class GitOpsUnderWayIT extends OperatorFixture {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"recsys, false", "recsys, true", "language, false", "language, true"})
  void nothingDiffersAfterTheOperatorHasBeenThere(String sample, boolean serverSide)
      throws Exception {
    Kubectl kubectl = new Kubectl(ApiServer.get(), folder);
    String[] manifest = {
      "--server-side=" + serverSide,
      "-n",
      user.namespace(),
      "-f",
      "../../samples/" + sample + "/serveapplication.yaml"
    };
    kubectl.run(with("apply", manifest));
    ServeApplication ready = user.awaitReady(sample);
    ClusterUser.await("the last event is written")
        .untilAsserted(
            () -> assertThat(user.events()).extracting(Event::getReason).contains("AllReady"));
    operator.writes().clear();

    assertThat(kubectl.diff(manifest)).isEmpty();
    assertThat(kubectl.run(with("apply", manifest)))
        .endsWith(serverSide ? "serverside-applied" : "unchanged");

    assertThat(user.application(sample).getMetadata().getGeneration())
        .isEqualTo(ready.getMetadata().getGeneration());
    assertThat(managedByOperator(user.application(sample)))
        .isNotEmpty()
        .allMatch(entry -> "status".equals(entry.getSubresource()));
    assertThat(operator.writes().writes()).isEmpty();
  }

  private static String[] with(String command, String[] arguments) {
    return Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new);
  }

  private static List<ManagedFieldsEntry> managedByOperator(ServeApplication application) {
    return application.getMetadata().getManagedFields().stream()
        .filter(entry -> Labels.MANAGER.equals(entry.getManager()))
        .toList();
  }
}
