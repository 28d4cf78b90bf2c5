package dev.serval.operator.metricsapi;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.TestAuthority;
import dev.serval.operator.metricsapi.access.Access;
import dev.serval.operator.metricsapi.access.Decision;
import dev.serval.operator.metricsapi.access.SubjectAccessReviewer;
import dev.serval.operator.metricsapi.identity.User;
import dev.serval.operator.plan.OngoingRequestsMetric;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A metrics API that knows of one deployment, and a user who may read its load. */
abstract class MetricsApiFixture {

  static final String READER = "anne";
  static final Instant AT = Instant.parse("2026-11-27T12:00:00Z");

  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  ApiServer server;
  KubernetesClient cluster;
  String namespace;
  RunningMetricsApi running;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server = ApiServer.get();
    cluster = server.admin();
    namespace =
        getClass().getSimpleName().toLowerCase(Locale.ROOT) + '-' + NAMESPACES.incrementAndGet();
    new ClusterUser(cluster, namespace);
    allow(READER);
    running = closing(run());
    running.serve(namespace, new ServedValue("recsys", "Ranker", 2_500, AT));
  }

  RunningMetricsApi run() throws IOException, InterruptedException {
    return new RunningMetricsApi(server, MetricsApiLimits.defaults());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  /** Closes {@code opened} after the test. */
  <T extends AutoCloseable> T closing(T opened) {
    this.opened.add(opened);
    return opened;
  }

  /** A client that shows a certificate. */
  MetricsApiClient client(TestAuthority.Issued own) {
    return closing(dial(Optional.of(own)));
  }

  /** A client that shows none. */
  MetricsApiClient nobody() {
    return closing(dial(Optional.empty()));
  }

  private MetricsApiClient dial(Optional<TestAuthority.Issued> own) {
    return new MetricsApiClient(running.authorityCertificates(), running.api().port(), own);
  }

  /** The API server, as far as the metrics API can tell. */
  MetricsApiClient proxy() {
    return client(server.frontProxy().own());
  }

  String external() {
    return "%s/namespaces/%s/%s"
        .formatted(MetricsGroup.EXTERNAL.path(), namespace, OngoingRequestsMetric.NAME);
  }

  /** Gives a user the right to read the metric in the namespace; the API server knows it then. */
  void allow(String user) {
    cluster
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("metric-reader")
                .withNamespace(namespace)
                .endMetadata()
                .addNewRule()
                .withApiGroups(MetricsGroup.EXTERNAL.group())
                .withResources(OngoingRequestsMetric.NAME)
                .withVerbs("list")
                .endRule()
                .build())
        .create();
    cluster
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("metric-reader")
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "metric-reader")
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .build())
        .create();
    ClusterUser.await("the right is known").until(() -> mayRead(user));
  }

  private boolean mayRead(String user) {
    Access access =
        new Access.ToResource(
            "list",
            MetricsGroup.EXTERNAL.group(),
            "",
            namespace,
            OngoingRequestsMetric.NAME,
            "",
            "");
    return new SubjectAccessReviewer(cluster)
        .review(new User(user, "", List.of(), Map.of()), access)
        .equals(new Decision.Allowed());
  }
}
