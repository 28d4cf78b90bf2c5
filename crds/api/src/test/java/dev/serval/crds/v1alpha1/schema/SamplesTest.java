package dev.serval.crds.v1alpha1.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.serval.crds.v1alpha1.ServeApplicationYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests that builds of applications generate fit the resource. */
class SamplesTest {

  private static final Path SAMPLES = Path.of("../../samples");
  private static final Path GENERATOR =
      Path.of("../../runtime/extension/deployment/src/test/resources/manifest");

  static List<Path> manifests() throws IOException {
    try (Stream<Path> samples = Files.walk(SAMPLES, 2);
        Stream<Path> expected = Files.list(GENERATOR)) {
      return Stream.concat(
              samples.filter(file -> file.endsWith("serveapplication.yaml")),
              expected.filter(file -> file.toString().endsWith(".yaml")))
          .sorted()
          .toList();
    }
  }

  @Test
  void thereAreSome() throws IOException {
    assertThat(manifests()).hasSizeGreaterThan(4);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void isValid(Path manifest) throws IOException {
    assertThat(new SchemaCheck().errors(new YAMLMapper().readTree(manifest.toFile()))).isEmpty();
    assertThat(ServeApplicationYaml.read(Files.readString(manifest)).getSpec()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void isRefusedWithAFieldMore(Path manifest) throws IOException {
    String mistyped =
        Files.readString(manifest).replaceFirst("- name: (\\w+)", "$0\n    replica: 2");

    assertThatThrownBy(() -> ServeApplicationYaml.read(mistyped))
        .hasMessageContaining("spec.deployments[0].replica is not a field");
  }
}
