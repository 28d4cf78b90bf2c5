package dev.serval.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.cluster.ApiServer;
import dev.serval.operator.cluster.Kubectl;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Applying the same YAML again changes nothing and shows no difference: every valid fixture of the
 * resource and every sample's manifest, each in a namespace of its own, in the ways that GitOps
 * tools apply.
 */
class GitOpsIT {

  private static final Path FIXTURES = Path.of("../../crds/api/src/test/resources");
  private static final Path SAMPLES = Path.of("../../samples");

  @TempDir Path folder;

  private KubernetesClient cluster;
  private Kubectl kubectl;
  private Path manifests;

  @BeforeEach
  void start() throws IOException {
    ApiServer server = ApiServer.get();
    cluster = server.admin();
    kubectl = new Kubectl(server, folder);
    manifests = Files.createDirectory(folder.resolve("manifests"));
  }

  @Test
  void kubectlApply() throws Exception {
    List<String> namespaces = write("applied");
    kubectl.run("apply", "-f", manifests.toString());
    Map<String, String> before = versions(namespaces);

    String again = kubectl.run("apply", "-f", manifests.toString());

    assertThat(again.lines())
        .hasSameSizeAs(namespaces)
        .allMatch(line -> line.endsWith("unchanged"));
    assertThat(kubectl.diff("-f", manifests.toString())).isEmpty();
    assertThat(versions(namespaces)).isEqualTo(before);
  }

  @Test
  void serverSideApply() throws Exception {
    List<String> namespaces = write("server-side");
    kubectl.run("apply", "--server-side", "-f", manifests.toString());
    // Stores the default of the status, which the operator does otherwise.
    kubectl.run("apply", "--server-side", "-f", manifests.toString());
    Map<String, String> before = versions(namespaces);

    kubectl.run("apply", "--server-side", "-f", manifests.toString());

    assertThat(kubectl.diff("--server-side", "-f", manifests.toString())).isEmpty();
    assertThat(versions(namespaces)).isEqualTo(before);
  }

  @Test
  void kustomize() throws Exception {
    List<String> namespaces = write("kustomized");
    String files =
        Stream.of(manifests.toFile().list())
            .sorted()
            .map("- %s\n"::formatted)
            .collect(Collectors.joining());
    Files.writeString(
        manifests.resolve("kustomization.yaml"),
        "commonAnnotations: {example.com/team: recommendations}\nresources:\n" + files);
    kubectl.run("apply", "-k", manifests.toString());
    Map<String, String> before = versions(namespaces);

    String again = kubectl.run("apply", "-k", manifests.toString());

    assertThat(again.lines())
        .hasSameSizeAs(namespaces)
        .allMatch(line -> line.endsWith("unchanged"));
    assertThat(kubectl.diff("-k", manifests.toString())).isEmpty();
    assertThat(versions(namespaces)).isEqualTo(before);
    Path built = folder.resolve("built.yaml");
    Files.writeString(built, kubectl.run("kustomize", manifests.toString()));
    assertThat(kubectl.diff("-f", built.toString())).isEmpty();
  }

  @Test
  void aChangeIsSeen() throws Exception {
    write("changed");
    kubectl.run("apply", "-f", manifests.toString());
    Path file = manifests.resolve("recsys.yaml");
    Files.writeString(file, Files.readString(file).replace("maxReplicas: 5", "maxReplicas: 6"));

    assertThat(kubectl.diff("-f", manifests.toString())).contains("maxReplicas: 6");
  }

  /** One file for each resource; the namespaces that they are in. */
  private List<String> write(String prefix) throws IOException {
    List<Path> files;
    try (Stream<Path> fixtures = Files.walk(FIXTURES);
        Stream<Path> samples = Files.walk(SAMPLES, 2)) {
      files =
          Stream.concat(
                  fixtures.filter(file -> file.getFileName().toString().startsWith("valid-")),
                  samples.filter(file -> file.endsWith("serveapplication.yaml")))
              .sorted()
              .toList();
    }
    assertThat(files).as("fixtures and samples").hasSizeGreaterThan(50);
    ObjectMapper yaml = new YAMLMapper();
    Map<String, ObjectNode> named = new TreeMap<>();
    for (Path file : files) {
      boolean sample = file.startsWith(SAMPLES);
      String name =
          sample ? file.getParent().getFileName().toString() : "fixture-" + (named.size() + 1);
      named.put(name, (ObjectNode) yaml.readTree(file.toFile()));
    }
    for (Map.Entry<String, ObjectNode> resource : named.entrySet()) {
      String namespace = prefix + '-' + resource.getKey();
      cluster
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
      resource.getValue().withObject("/metadata").put("namespace", namespace);
      // No user writes it; the fixture of all fields has one.
      resource.getValue().remove("status");
      yaml.writeValue(manifests.resolve(resource.getKey() + ".yaml").toFile(), resource.getValue());
    }
    return named.keySet().stream().map(name -> prefix + '-' + name).toList();
  }

  private Map<String, String> versions(List<String> namespaces) {
    Map<String, String> versions =
        cluster.resources(ServeApplication.class).inAnyNamespace().list().getItems().stream()
            .filter(each -> namespaces.contains(each.getMetadata().getNamespace()))
            .collect(
                Collectors.toMap(
                    each -> each.getMetadata().getNamespace(),
                    each -> each.getMetadata().getResourceVersion()));
    assertThat(versions).hasSameSizeAs(namespaces);
    return versions;
  }
}
