package dev.serval.operator.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.crds.v1alpha1.status.Condition;
import dev.serval.crds.v1alpha1.status.ConditionStatus;
import dev.serval.crds.v1alpha1.status.ConditionType;
import dev.serval.operator.client.ImpatientClient;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.FakeDeploymentController;
import dev.serval.operator.cluster.FakePods;
import dev.serval.operator.cluster.FreePorts;
import dev.serval.operator.metricsapi.MetricsGroup;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The packaged operator while the API server fails to carry out some of its writes. */
class FailingWritesIT {

  /** The operator has 50 threads that reconcile. */
  private static final int MORE_THAN_THREADS = 55;

  /** Less than the 19 s that a request that fails would take by the client's own defaults. */
  private static final Duration SOON = Duration.ofSeconds(15);

  private static final String NAME = "failing-writes";
  private static final String WORDS_OF_THE_SERVER = "failed calling webhook \"nobody.example.com\"";
  private static final String APPLICATION =
      """
      apiVersion: serving.serval.dev/v1alpha1
      kind: ServeApplication
      metadata: {name: %s}
      spec:
        image: registry.example/recsys:1
        deployments: [{name: Ranker}]
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private KubernetesClient admin;
  private ClusterUser failing;
  private ClusterUser served;
  private ValidatingWebhookConfiguration nowhere;

  @BeforeEach
  void failServices() throws IOException {
    admin = ApiServer.get().admin();
    failing = new ClusterUser(admin, NAME);
    served = new ClusterUser(admin, "working-writes");
    nowhere = leadingNowhere(failing.namespace(), FreePorts.next());
    admin.resource(nowhere).create();
    ClusterUser.await("Services can't be made in one namespace").until(this::serviceFails);
  }

  /** The API server has to ask somebody who isn't there about Services, and so answers 500. */
  private static ValidatingWebhookConfiguration leadingNowhere(String namespace, int port) {
    return new ValidatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(NAME)
        .endMetadata()
        .addNewWebhook()
        .withName("nobody.example.com")
        .withNewClientConfig()
        .withUrl("https://127.0.0.1:" + port + "/")
        .endClientConfig()
        .withNewNamespaceSelector()
        .addToMatchLabels("kubernetes.io/metadata.name", namespace)
        .endNamespaceSelector()
        .addNewRule()
        .withApiGroups("")
        .withApiVersions("v1")
        .withResources("services")
        .withOperations("CREATE")
        .endRule()
        .withFailurePolicy("Fail")
        .withSideEffects("None")
        .withAdmissionReviewVersions("v1")
        .endWebhook()
        .build();
  }

  private boolean serviceFails() {
    Service service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName("any")
            .withNamespace(failing.namespace())
            .endMetadata()
            .withNewSpec()
            .addNewPort()
            .withPort(80)
            .endPort()
            .endSpec()
            .build();
    try {
      ImpatientClient.of(admin).resource(service).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_INTERNAL_ERROR);
      return true;
    }
  }

  @Test
  void applicationsThatFailHoldUpNoOthersAndAreTriedAgain() throws IOException {
    FakeDeploymentController nodes = new FakeDeploymentController(admin, served.namespace());
    FakeDeploymentController others = new FakeDeploymentController(admin, failing.namespace());
    try (nodes;
        others;
        OperatorProcess operator = process()) {
      served.apply(APPLICATION.formatted("first"));
      ClusterUser.await("the operator works")
          .atMost(Duration.ofSeconds(90))
          .until(() -> isReady("first"));

      for (int i = 0; i < MORE_THAN_THREADS; i++) {
        failing.apply(APPLICATION.formatted("app-" + i));
      }
      served.apply(APPLICATION.formatted("second"));

      ClusterUser.await("another application is ready soon")
          .atMost(SOON)
          .until(() -> isReady("second"));
      ClusterUser.await("the status says what is wrong")
          .until(() -> failing.condition("app-0", ConditionType.DEGRADED), FailingWritesIT::says);
      ClusterUser.await("an event says it")
          .until(() -> failing.events().stream().anyMatch(FailingWritesIT::isTold));
      assertThat(Files.readString(folder.resolve(operator.name() + ".log")))
          .matches(log -> log.contains(WORDS_OF_THE_SERVER), "has the server's words");

      admin.resource(nowhere).delete();
      failing.awaitReady("app-0");
    }
  }

  private boolean isReady(String name) {
    return served
        .condition(name, ConditionType.READY)
        .filter(is -> is.status() == ConditionStatus.TRUE)
        .isPresent();
  }

  private static boolean says(Optional<Condition> degraded) {
    return degraded
        .filter(is -> is.status() == ConditionStatus.TRUE)
        .filter(is -> is.reason().equals("ReconcileFailed"))
        .filter(is -> is.message().contains(WORDS_OF_THE_SERVER))
        .isPresent();
  }

  private static boolean isTold(Event event) {
    return event.getReason().equals("ReconcileFailed")
        && event.getMessage().contains(WORDS_OF_THE_SERVER);
  }

  private OperatorProcess process() throws IOException {
    Pod pod =
        FakePods.running(admin, ApiServer.OPERATOR_NAMESPACE, NAME, "serval-operator", "127.0.0.4");
    return new OperatorProcess(ApiServer.get(), pod, "127.0.0.4", FreePorts.next(), folder);
  }

  @AfterEach
  void removeWhatIsForTheWholeCluster() {
    admin.resource(nowhere).delete();
    admin.apiServices().withName(MetricsGroup.EXTERNAL.apiService()).delete();
  }
}
