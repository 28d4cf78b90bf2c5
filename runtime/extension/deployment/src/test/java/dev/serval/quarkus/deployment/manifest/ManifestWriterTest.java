package dev.serval.quarkus.deployment.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.api.Ingress;
import dev.serval.api.Stage;
import dev.serval.quarkus.deployment.ApplicationModel;
import dev.serval.quarkus.deployment.ConfiguredDeployments;
import dev.serval.quarkus.deployment.stage.StageModel;
import dev.serval.quarkus.deployment.stage.StageReader;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jboss.jandex.Index;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each pair of files in {@code manifest/}: a configuration, and the manifest that follows from it.
 */
class ManifestWriterTest {

  @Stage
  static class UserFeatureExtractor {}

  @Stage
  static class ItemRankingModel {}

  @Stage
  @Ingress
  static class RecommendationService {}

  @ParameterizedTest
  @ValueSource(strings = {"bare", "full", "shared-stage", "odd-values", "other-forms"})
  void goldenFiles(String name) throws IOException {
    Properties loaded = new Properties();
    try (InputStream file = open(name + ".properties")) {
      loaded.load(file);
    }
    Map<String, String> properties = new HashMap<>();
    loaded.stringPropertyNames().forEach(key -> properties.put(key, loaded.getProperty(key)));

    Manifest manifest =
        new ManifestReader(properties)
            .read("Rec Sys", "registry.example/recsys:1.4.0", application(properties));

    try (InputStream golden = open(name + ".yaml")) {
      assertThat(ManifestWriter.write(manifest))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static ApplicationModel application(Map<String, String> properties) throws IOException {
    Index index =
        Index.of(UserFeatureExtractor.class, ItemRankingModel.class, RecommendationService.class);
    List<StageModel> stages = new StageReader(index, (stage, method) -> false).read();
    ConfiguredDeployments configured =
        ConfiguredDeployments.read(
            new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build());
    return new ApplicationModel(stages, List.of(), Map.of(), configured, List.of());
  }

  private static InputStream open(String file) {
    return ManifestWriterTest.class.getResourceAsStream("/manifest/" + file);
  }
}
