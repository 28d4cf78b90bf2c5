package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FakeDeploymentController;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two packaged operators: one leads, and hands over when it is stopped. */
class OperatorProcessIT {

  private static final String APPLICATION =
      """
      apiVersion: serving.serval.dev/v1alpha1
      kind: ServeApplication
      metadata: {name: handed-over}
      spec:
        image: registry.example/recsys:1
        deployments: [{name: Ranker, replicas: %d}]
      """;

  /** Well below what the lease takes to expire. */
  private static final Duration HAND_OVER = Duration.ofSeconds(8);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void anotherOperatorTakesOver() throws IOException, InterruptedException {
    ApiServer server = ApiServer.get();
    ClusterUser user = new ClusterUser(server.admin(), "operator-process");
    FakeDeploymentController nodes = new FakeDeploymentController(server.admin(), user.namespace());
    try (nodes;
        OperatorProcess one = new OperatorProcess(server, "one", folder);
        OperatorProcess two = new OperatorProcess(server, "two", folder)) {
      List<OperatorProcess> both = List.of(one, two);
      both.forEach(
          each ->
              ClusterUser.await(each.name() + " is healthy")
                  .atMost(Duration.ofSeconds(90))
                  .ignoreExceptionsMatching(AssertionError.class::isInstance)
                  .untilAsserted(() -> assertThat(each.isHealthy()).isTrue()));
      user.apply(APPLICATION.formatted(1));
      user.awaitReady("handed-over");
      OperatorProcess leader = leader(server, both);
      OperatorProcess follower = leader == one ? two : one;
      assertThat(leader.metrics())
          .contains("operator_sdk_")
          .doesNotContain("handed-over")
          .doesNotContain(user.namespace());

      assertThat(leader.terminate(HAND_OVER)).as("the leader ends in time").isTrue();

      ClusterUser.await("the other one leads")
          .atMost(HAND_OVER)
          .until(() -> holder(server).equals(follower.name()));
      user.apply(APPLICATION.formatted(3));
      user.awaitReady("handed-over");
      assertThat(user.application("handed-over").getStatus().readyReplicas()).isEqualTo(3);
    }
  }

  private static OperatorProcess leader(ApiServer server, List<OperatorProcess> operators) {
    return operators.stream()
        .filter(each -> each.name().equals(holder(server)))
        .findFirst()
        .orElseThrow();
  }

  private static String holder(ApiServer server) {
    return server
        .admin()
        .leases()
        .inNamespace(ApiServer.OPERATOR_NAMESPACE)
        .withName("serval-operator")
        .get()
        .getSpec()
        .getHolderIdentity();
  }
}
