package dev.serval.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.Kubectl;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A real API server takes what the chart makes of values, and Pod Security its pods. */
class ChartRenderingIT {

  private static final String WATCHED = "watchNamespaces=[\"chart-one\",\"chart-two\"]";

  @TempDir static Path folder;

  private static Kubectl kubectl;

  @BeforeAll
  static void reachServer() throws IOException {
    ApiServer server = ApiServer.get();
    for (String namespace : List.of("chart-one", "chart-two")) {
      new ClusterUser(server.admin(), namespace);
    }
    kubectl = new Kubectl(server, folder);
  }

  static Stream<Arguments> matrix() {
    return Stream.of(
        values("default"),
        values("one replica", "replicas=1"),
        values("no replica", "replicas=0"),
        values("many replicas", "replicas=10"),
        values("no disruption budget", "podDisruptionBudget.enabled=false"),
        values("two namespaces", WATCHED),
        values(
            "its own namespace alone",
            "watchNamespaces=[\"" + ApiServer.OPERATOR_NAMESPACE + "\"]"),
        values(
            "image of a registry",
            "image={\"repository\":\"registry.example:5000/team/serval-operator\",\"tag\":\"1.2.3\","
                + "\"pullPolicy\":\"Always\"}",
            "imagePullSecrets=[{\"name\":\"registry\"},{\"name\":\"other\"}]"),
        values("image by digest", "image.digest=\"sha256:" + "0123456789abcdef".repeat(4) + "\""),
        values("no metrics API", "metricsApi.enabled=false"),
        values("another domain", "clusterDomain=\"cluster.example\""),
        values(
            "other resources",
            "resources={\"requests\":{\"cpu\":\"1\",\"memory\":\"1Gi\"},\"limits\":{\"cpu\":\"2\","
                + "\"memory\":\"1Gi\"}}"),
        values("no resources", "resources=null"),
        values(
            "where its pods go",
            "nodeSelector={\"kubernetes.io/arch\":\"amd64\"}",
            "tolerations=[{\"key\":\"dedicated\",\"operator\":\"Equal\",\"value\":\"serving\","
                + "\"effect\":\"NoSchedule\"},{\"operator\":\"Exists\"}]",
            "affinity={\"podAntiAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":"
                + "[{\"topologyKey\":\"kubernetes.io/hostname\",\"labelSelector\":{\"matchLabels\":"
                + "{\"app.kubernetes.io/name\":\"serval-operator\"}}}]}}",
            "priorityClassName=\"system-cluster-critical\""),
        values("no tolerations", "tolerations=[]"),
        values(
            "annotations",
            "podAnnotations={\"prometheus.io/scrape\":\"true\",\"prometheus.io/port\":\"8080\"}"));
  }

  private static Arguments values(String name, String... values) {
    return Arguments.of(name, values);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("matrix")
  void serverTakesWhatIsRendered(String name, String[] values) throws IOException {
    Helm.lint(values).requireSuccess();
    String rendered = Helm.template(ApiServer.OPERATOR_NAMESPACE, values).requireSuccess();

    String answer = kubectl.applyDry(rendered).requireSuccess();

    assertThat(answer.lines().filter(line -> line.contains("serverside-applied")))
        .hasSameSizeAs(RenderedChart.parse(rendered).objects());
    assertThat(answer).doesNotContain("Warning");
    kubectl.applyDry(pod(RenderedChart.parse(rendered))).requireSuccess();
  }

  /** A pod as the Deployment's controller would make it: Pod Security judges pods alone. */
  private static String pod(RenderedChart chart) {
    GenericKubernetesResource pod = new GenericKubernetesResource();
    GenericKubernetesResource deployment = chart.one("Deployment");
    pod.setApiVersion("v1");
    pod.setKind("Pod");
    pod.setMetadata(deployment.getMetadata());
    pod.setAdditionalProperty(
        "spec", deployment.<Map<String, Object>>get("spec", "template", "spec"));
    return Serialization.asYaml(pod);
  }

  @Test
  void serverRefusesWhatIsWrong() throws IOException {
    String rendered = Helm.template(ApiServer.OPERATOR_NAMESPACE).requireSuccess();

    assertThat(kubectl.applyDry(rendered.replace("replicas: 2", "replica: 2")).requireFailure())
        .contains("replica");
    assertThat(
            kubectl
                .applyDry(
                    pod(
                        RenderedChart.parse(
                            rendered.replace("runAsNonRoot: true", "runAsNonRoot: false"))))
                .requireFailure())
        .contains("violates PodSecurity \"restricted");
  }

  @Test
  void budgetOnlyWhereOneReplicaCanStay() {
    assertThat(RenderedChart.with().names("PodDisruptionBudget")).hasSize(1);
    assertThat(RenderedChart.with("replicas=1").names("PodDisruptionBudget")).isEmpty();
    assertThat(RenderedChart.with("podDisruptionBudget.enabled=false").names("PodDisruptionBudget"))
        .isEmpty();
  }

  @Test
  void podsOfAnUpdateAreSpreadAmongThemselves() {
    GenericKubernetesResource deployment = RenderedChart.with().one("Deployment");

    assertThat(
            deployment.<Map<String, Object>>get(
                "spec", "template", "spec", "topologySpreadConstraints", 0))
        .containsEntry("topologyKey", "kubernetes.io/hostname")
        .containsEntry("matchLabelKeys", List.of("pod-template-hash"));
  }

  @Test
  void podsSoonLeaveNodesThatAreLost() {
    assertThat(tolerations())
        .extracting("key", "operator", "effect", "tolerationSeconds")
        .containsExactlyInAnyOrder(
            tuple("node.kubernetes.io/unreachable", "Exists", "NoExecute", 30),
            tuple("node.kubernetes.io/not-ready", "Exists", "NoExecute", 30));
    assertThat(tolerations("tolerations=[{\"key\":\"dedicated\",\"operator\":\"Exists\"}]"))
        .containsExactly(Map.of("key", "dedicated", "operator", "Exists"));
  }

  private static List<Map<String, Object>> tolerations(String... values) {
    return RenderedChart.with(values)
        .one("Deployment")
        .get("spec", "template", "spec", "tolerations");
  }

  @Test
  void imageIsFoundByDigestThenTagThenVersionOfTheChart() {
    assertThat(image()).isEqualTo("serval-operator:0.1.0-SNAPSHOT");
    assertThat(image("image.tag=\"7\"")).isEqualTo("serval-operator:7");
    assertThat(image("image.tag=\"7\"", "image.digest=\"sha256:" + "a".repeat(64) + "\""))
        .isEqualTo("serval-operator@sha256:" + "a".repeat(64));
  }

  private static String image(String... values) {
    return RenderedChart.with(values)
        .one("Deployment")
        .get("spec", "template", "spec", "containers", 0, "image");
  }

  @Test
  void watchedNamespacesReachTheOperator() {
    assertThat(variables()).doesNotContainKey("SERVAL_OPERATOR_NAMESPACES");
    assertThat(variables(WATCHED))
        .containsEntry("SERVAL_OPERATOR_NAMESPACES", "chart-one,chart-two");
  }

  @Test
  void metricsApiIsForAllOfTheClusterOrNotAtAll() {
    assertThat(variables())
        .containsEntry("SERVAL_OPERATOR_METRICS_API_OWNER", "serval-operator-metrics-api")
        .doesNotContainKey("SERVAL_OPERATOR_METRICS_API_ENABLED");
    assertThat(ports()).containsExactly("hub", "metrics-api");
    for (String without : List.of(WATCHED, "metricsApi.enabled=false")) {
      assertThat(variables(without))
          .containsEntry("SERVAL_OPERATOR_METRICS_API_ENABLED", "false")
          .doesNotContainKey("SERVAL_OPERATOR_METRICS_API_OWNER");
      assertThat(ports(without)).containsExactly("hub");
    }
  }

  /** Of the Service; each leads to one of the pods' ports. */
  private static List<Object> ports(String... values) {
    RenderedChart chart = RenderedChart.with(values);
    List<Map<String, Object>> ofPods =
        chart.one("Deployment").get("spec", "template", "spec", "containers", 0, "ports");
    List<Map<String, Object>> ofService = chart.one("Service").get("spec", "ports");
    assertThat(ofPods.stream().map(port -> port.get("name")).toList())
        .containsAll(ofService.stream().map(port -> port.get("targetPort")).toList());
    return ofService.stream().map(port -> port.get("name")).toList();
  }

  @Test
  void operatorsCanProveToTheLeaderWhoTheyAre() {
    RenderedChart chart = RenderedChart.with();
    GenericKubernetesResource deployment = chart.one("Deployment");
    Map<String, Object> token =
        deployment.get(
            "spec",
            "template",
            "spec",
            "volumes",
            1,
            "projected",
            "sources",
            0,
            "serviceAccountToken");
    Map<String, Object> mount =
        deployment.get("spec", "template", "spec", "containers", 0, "volumeMounts", 1);

    assertThat(token).containsEntry("audience", "serval-hub");
    assertThat(mount)
        .containsEntry("name", "hub-token")
        .containsEntry("readOnly", true)
        .containsEntry(
            "name", deployment.<String>get("spec", "template", "spec", "volumes", 1, "name"));
    assertThat(variables())
        .containsKey("SERVAL_OPERATOR_SERVICE_ACCOUNT")
        .containsEntry(
            "SERVAL_OPERATOR_HUB_TOKEN_FILE", mount.get("mountPath") + "/" + token.get("path"));
  }

  private static Map<String, Object> variables(String... values) {
    List<Map<String, Object>> variables =
        RenderedChart.with(values)
            .one("Deployment")
            .get("spec", "template", "spec", "containers", 0, "env");
    Map<String, Object> byName = new HashMap<>();
    variables.forEach(each -> byName.put((String) each.get("name"), each.get("value")));
    return byName;
  }
}
