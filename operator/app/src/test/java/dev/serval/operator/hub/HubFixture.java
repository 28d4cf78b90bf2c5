package dev.serval.operator.hub;

import dev.serval.crds.Labels;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FakeDeploymentController;
import dev.serval.operator.cluster.FakeEndpoints;
import dev.serval.operator.cluster.PodTokens;
import dev.serval.operator.cluster.RunningOperator;
import dev.serval.operator.plan.PlanSettings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A user, an operator with its hub, what stands for the nodes, and replicas. */
abstract class HubFixture {

  static final String RANKER = "recsys-item-ranking-model";

  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  ApiServer server;
  KubernetesClient cluster;
  ClusterUser user;
  FakeEndpoints endpoints;
  PodTokens tokens;
  RunningHub hub;

  private FakeDeploymentController nodes;
  RunningOperator operator;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server = ApiServer.get();
    cluster = server.admin();
    user =
        new ClusterUser(
            cluster,
            getClass().getSimpleName().toLowerCase(Locale.ROOT)
                + "-"
                + NAMESPACES.incrementAndGet());
    endpoints = new FakeEndpoints(cluster, user.namespace());
    tokens = new PodTokens(cluster);
    nodes = new FakeDeploymentController(cluster, user.namespace());
    hub = startHub();
    operator =
        new RunningOperator(
            server, user.namespace(), () -> PlanSettings.defaults().withHub(hub.hub().access()));
    hub.onAccess(operator::settingsChanged);
  }

  RunningHub startHub() throws IOException, InterruptedException {
    return new RunningHub(server, user.namespace());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    for (AutoCloseable each : Arrays.asList(operator, hub, nodes)) {
      if (each != null) {
        each.close();
      }
    }
  }

  /** Closes {@code opened} after the test. */
  <T extends AutoCloseable> T closing(T opened) {
    this.opened.add(opened);
    return opened;
  }

  /** A replica that dials the hub. */
  TestReplica replica() throws IOException {
    return closing(hub.replica());
  }

  /** Applies an application of that name and waits until it is ready. */
  void apply(String name, int maxOngoing) {
    user.apply(
        """
        apiVersion: serving.serval.dev/v1alpha1
        kind: ServeApplication
        metadata: {name: %s}
        spec:
          image: registry.example/recsys:1.4.0
          deployments:
          - {name: ItemRankingModel, replicas: 2, maxOngoingRequests: %d}
          - {name: Front}
        """
            .formatted(name, maxOngoing));
    user.awaitReady(name);
  }

  /** A pod of a deployment. */
  Pod pod(String application, String deployment) {
    return cluster
        .pods()
        .inNamespace(user.namespace())
        .withLabel(Labels.APPLICATION, application)
        .withLabel(Labels.DEPLOYMENT, deployment)
        .list()
        .getItems()
        .getFirst();
  }

  /** The token of a pod of a deployment. */
  String token(String application, String deployment) {
    return tokens.of(pod(application, deployment));
  }

  /** The token of a pod of the application {@code recsys}. */
  String token() {
    return token("recsys", "Front");
  }
}
