package dev.serval.crds.v1alpha1.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same fixtures on a real API server, which also has to accept the definition with the costs of
 * its rules. Needs etcd and kube-apiserver in the folder that {@code KUBE_API_TEST_DIR} names.
 */
class FixturesOnApiServerIT {

  private static final String FOLDER = "KUBE_API_TEST_DIR";

  private static final int MOST_DEPLOYMENTS = 64;
  private static final int MOST_HANDLES = 32;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The server writes 2.0 as 2. */
  private static final Comparator<JsonNode> NUMBERS_BY_VALUE =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? Double.compare(one.doubleValue(), other.doubleValue())
              : one.equals(other) ? 0 : 1;

  private static KubeAPIServer server;
  private static KubernetesClient client;

  @BeforeAll
  static void start() throws IOException {
    String folder = System.getenv(FOLDER);
    assertThat(folder)
        .as("%s names the folder that hack/api-server.sh prints; make test sets it", FOLDER)
        .isNotNull();
    server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(folder)
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .build());
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    client
        .resource(
            client
                .getKubernetesSerialization()
                .<CustomResourceDefinition>unmarshal(
                    Files.readString(CommittedDefinition.FILE), CustomResourceDefinition.class))
        .create();
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(CommittedDefinition.read().at("/metadata/name").asText())
        .waitUntilCondition(FixturesOnApiServerIT::isEstablished, 30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.close();
    }
    if (server != null) {
      server.stop();
    }
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        // The server gives the names before it gives conditions.
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  static Stream<Fixture> valid() {
    return Fixture.all().stream().filter(Fixture::valid);
  }

  static Stream<Fixture> invalid() {
    return Fixture.all().stream().filter(fixture -> !fixture.valid());
  }

  @ParameterizedTest
  @MethodSource("valid")
  void isAccepted(Fixture fixture) {
    assertThat(resource(fixture).create()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("valid")
  void defaultsAreThoseOfTheServer(Fixture fixture) {
    JsonNode filled = fixture.resource();
    SchemaDefaults.fill(CommittedDefinition.schema(), filled);

    JsonNode created = JSON.valueToTree(resource(fixture).create());

    assertThat(created.get("spec").equals(NUMBERS_BY_VALUE, filled.get("spec")))
        .as("the server has %s, the test %s", created.get("spec"), filled.get("spec"))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void isRefused(Fixture fixture) {
    assertThatThrownBy(() -> resource(fixture).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(fixture.message())
        .hasMessageNotContaining("type conversion error");
  }

  @Test
  void theMostHandlesAreWithinTheCostOfRules() {
    ObjectNode application = JSON.createObjectNode();
    application.put("apiVersion", "serving.serval.dev/v1alpha1").put("kind", "ServeApplication");
    application.putObject("metadata").put("name", "most");
    ObjectNode spec = application.putObject("spec").put("image", "registry.example/most:1");
    ArrayNode deployments = spec.putArray("deployments");
    for (int stage = 0; stage < MOST_DEPLOYMENTS; stage++) {
      ObjectNode handles = deployments.addObject().put("name", "S" + stage).putObject("handles");
      for (int handle = 0; handle < MOST_HANDLES; handle++) {
        handles.put("handle" + handle, "S" + (MOST_DEPLOYMENTS - 1));
      }
    }

    assertThat(request(application).create()).isNotNull();
  }

  private static NonDeletingOperation<GenericKubernetesResource> resource(Fixture fixture) {
    return request(fixture.resource());
  }

  private static NonDeletingOperation<GenericKubernetesResource> request(JsonNode application) {
    GenericKubernetesResource resource =
        client
            .getKubernetesSerialization()
            .convertValue(application, GenericKubernetesResource.class);
    resource.getMetadata().setNamespace("default");
    return client.resource(resource).dryRun().fieldValidation(FieldValidateable.Validation.STRICT);
  }
}
