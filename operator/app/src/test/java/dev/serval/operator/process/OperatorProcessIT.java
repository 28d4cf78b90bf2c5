package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FakeDeploymentController;
import dev.serval.operator.cluster.FakePods;
import dev.serval.operator.cluster.FreePorts;
import dev.serval.operator.cluster.PodTokens;
import dev.serval.operator.hub.TestReplica;
import dev.serval.operator.hub.certificate.CertificateSecret;
import dev.serval.operator.metricsapi.MetricsApiClient;
import dev.serval.operator.metricsapi.MetricsGroup;
import dev.serval.operator.plan.OngoingRequestsMetric;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
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

  /** Below what the lease takes to expire. */
  private static final Duration HAND_OVER = Duration.ofSeconds(12);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void anotherOperatorTakesOver() throws IOException, InterruptedException, CertificateException {
    ApiServer server = ApiServer.get();
    ClusterUser user = new ClusterUser(server.admin(), "operator-process");
    FakeDeploymentController nodes = new FakeDeploymentController(server.admin(), user.namespace());
    int port = FreePorts.next();
    try (nodes;
        OperatorProcess one = process(server, "one", "127.0.0.2", port);
        OperatorProcess two = process(server, "two", "127.0.0.3", port)) {
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
      assertBothServeTheMetricsApi(server, user, both);
      ClusterUser.await("the leader is told what the other's replicas report")
          .untilAsserted(
              () -> {
                assertThat(follower.metrics()).contains("serval_hub_relay_connected 1.0");
                assertThat(leader.metrics())
                    .contains("serval_hub_relay_followers 1.0", "serval_hub_relay_connected 0.0");
              });
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

  private OperatorProcess process(ApiServer server, String name, String ip, int port)
      throws IOException {
    Pod pod =
        FakePods.running(server.admin(), ApiServer.OPERATOR_NAMESPACE, name, "serval-operator", ip);
    return new OperatorProcess(server, pod, ip, port, folder);
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
      ClusterUser.await(each.name() + " tells its replicas")
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                try (TestReplica replica =
                    each.replica(topology.get("hub-ca.crt")).connect(token)) {
                  ClusterUser.await("told")
                      .atMost(Duration.ofSeconds(5))
                      .until(() -> !replica.received().isEmpty());
                  assertThat(replica.settings())
                      .containsKey("serval.hub.address")
                      .containsEntry("serval.deployments.\"Ranker\".stage", "Ranker");
                }
              });
    }
    assertThat(topology.get("application.properties")).contains("serval.hub.address=localhost");
  }

  private static void assertBothServeTheMetricsApi(
      ApiServer server, ClusterUser user, List<OperatorProcess> both)
      throws IOException, InterruptedException, CertificateException {
    String authorities =
        server
            .admin()
            .configMaps()
            .inNamespace(user.namespace())
            .withName("handed-over-topology")
            .get()
            .getData()
            .get("hub-ca.crt");
    for (OperatorProcess each : both) {
      try (MetricsApiClient client =
          new MetricsApiClient(
              CertificateSecret.certificates(authorities),
              "localhost",
              each.metricsApiPort(),
              Optional.of(server.frontProxy().own()))) {
        assertThat(client.get("/readyz").body()).isEqualTo("ok");
        assertThat(client.get("/openapi/v2", "X-Remote-User", "anne").statusCode()).isEqualTo(200);
        assertThat(client.get("/apis").statusCode()).isEqualTo(401);
        String metric =
            "%s/namespaces/%s/%s"
                .formatted(
                    MetricsGroup.EXTERNAL.path(), user.namespace(), OngoingRequestsMetric.NAME);
        assertThat(client.get(metric, "X-Remote-User", "anne").statusCode()).isEqualTo(403);
        assertThat(
                client.get(metric, "X-Remote-User", "a", "X-Remote-Group", "system:masters").body())
            .contains("no load is known in namespace " + user.namespace());
      }
    }
    ClusterUser.await("the leader has registered it")
        .until(() -> registration(server).get() != null);
    assertThat(registration(server).get().getSpec().getService().getName())
        .isEqualTo(OperatorProcess.METRICS_API_SERVICE);
  }

  private static Resource<APIService> registration(ApiServer server) {
    return server.admin().apiServices().withName(MetricsGroup.EXTERNAL.apiService());
  }

  @AfterEach
  void removeRegistration() {
    registration(ApiServer.get()).delete();
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
