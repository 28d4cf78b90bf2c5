package dev.serval.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deploy/} installs, by each of the ways to apply it. */
class BundleIT {

  private static final Path FOLDER = Path.of("../../deploy");
  private static final Path BUNDLE = FOLDER.resolve("serval-operator.yaml");

  @TempDir static Path folder;

  private static Kubectl kubectl;

  @BeforeAll
  static void reachServer() throws IOException {
    kubectl = new Kubectl(ApiServer.get(), folder);
  }

  private static RenderedChart bundle() throws IOException {
    return RenderedChart.parse(Files.readString(BUNDLE));
  }

  @Test
  void serverTakesIt() throws IOException {
    assertThat(kubectl.applyDry(Files.readString(BUNDLE)).requireSuccess())
        .contains("namespace/serval-system", "deployment.apps/serval-operator")
        .doesNotContain("Warning");
  }

  @Test
  void serverTakesItFromClientSideApply() {
    // warns of objects that the fixture made without apply
    assertThat(
            kubectl.run("apply", "--dry-run=server", "--validate=strict", "-f", BUNDLE.toString()))
        .contains("deployment.apps/serval-operator");
  }

  @Test
  void kustomizeLeavesItAsItIs() throws IOException {
    RenderedChart built = RenderedChart.parse(kubectl.run("kustomize", FOLDER.toString()));

    Map<String, JsonNode> expected = byName(bundle());
    assertThat(byName(built))
        .hasSameSizeAs(expected)
        .allSatisfy(
            (name, object) ->
                assertThat(object.equals(BundleIT::compareNumbers, expected.get(name)))
                    .as("%s: %s", name, object)
                    .isTrue());
  }

  private static Map<String, JsonNode> byName(RenderedChart chart) {
    ObjectMapper json = new ObjectMapper();
    return chart.objects().stream()
        .collect(
            Collectors.toMap(
                object -> object.getKind() + ' ' + object.getMetadata().getName(),
                json::<JsonNode>valueToTree));
  }

  /** Kustomize writes 1.0 as 1. */
  private static int compareNumbers(JsonNode one, JsonNode other) {
    if (one.equals(other)) {
      return 0;
    }
    return one.isNumber() && other.isNumber()
        ? Double.compare(one.doubleValue(), other.doubleValue())
        : 1;
  }

  @Test
  void kustomizeReplacesTheImage() throws IOException {
    Path overlay = Files.createDirectory(folder.resolve("overlay"));
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        resources: [../base]
        images: [{name: serval-operator, newName: registry.example/serval-operator, newTag: "7"}]
        """);
    Path base = Files.createDirectory(folder.resolve("base"));
    for (String file : new String[] {"kustomization.yaml", "serval-operator.yaml"}) {
      Files.copy(FOLDER.resolve(file), base.resolve(file));
    }

    String image =
        RenderedChart.parse(kubectl.run("kustomize", overlay.toString()))
            .one("Deployment")
            .get("spec", "template", "spec", "containers", 0, "image");

    assertThat(image).isEqualTo("registry.example/serval-operator:7");
  }

  @Test
  void namespaceIsRestrictedAndComesFirst() throws IOException {
    assertThat(bundle().objects().getFirst()).isEqualTo(bundle().one("Namespace"));
    assertThat(bundle().one("Namespace").getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
  }

  @Test
  void nothingSaysThatHelmManagesIt() throws IOException {
    assertThat(Files.readString(BUNDLE)).doesNotContain("managed-by", "helm.sh/");
  }
}
