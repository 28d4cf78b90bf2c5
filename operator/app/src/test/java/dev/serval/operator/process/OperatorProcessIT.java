package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FakeDeploymentController;
import dev.serval.operator.cluster.PodTokens;
import dev.serval.operator.hub.TestReplica;
import dev.serval.operator.plan.HubAccess;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
      assertBothTellTheSame(server, user, both);
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

  /** By the address that the leader has written for pods, and by that of the other. */
  private static void assertBothTellTheSame(
      ApiServer server, ClusterUser user, List<OperatorProcess> both) throws IOException {
    Map<String, String> topology =
        server
            .admin()
            .configMaps()
            .inNamespace(user.namespace())
            .withName("handed-over-topology")
            .get()
            .getData();
    Pod pod = server.admin().pods().inNamespace(user.namespace()).list().getItems().getFirst();
    String token = new PodTokens(server.admin()).of(pod);
    for (OperatorProcess each : both) {
      HubAccess access = new HubAccess("127.0.0.1:" + each.hubPort(), topology.get("hub-ca.crt"));
      ClusterUser.await(each.name() + " tells its replicas")
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                try (TestReplica replica = new TestReplica(access, each.hubPort()).connect(token)) {
                  ClusterUser.await("told")
                      .atMost(Duration.ofSeconds(5))
                      .until(() -> !replica.received().isEmpty());
                  assertThat(replica.settings())
                      .containsKey("serval.hub.address")
                      .containsEntry("serval.deployments.\"Ranker\".stage", "Ranker");
                }
              });
    }
    assertThat(topology.get("application.properties")).contains("serval.hub.address=127.0.0.1");
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
