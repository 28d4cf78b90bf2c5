package dev.serval.quarkus.deployment.manifest;

import dev.serval.quarkus.deployment.ApplicationModelBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ApplicationInfoBuildItem;
import io.quarkus.deployment.builditem.GeneratedFileSystemResourceBuildItem;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Writes the manifest beside the jar. */
public final class ManifestProcessor {

  private static final String FILE = "kubernetes/serveapplication.yaml";

  @BuildStep
  void write(
      ApplicationModelBuildItem model,
      ApplicationInfoBuildItem info,
      ManifestConfig config,
      BuildProducer<GeneratedFileSystemResourceBuildItem> files) {
    if (!config.enabled() || !model.valid() || model.application().stages().isEmpty()) {
      return;
    }
    Map<String, String> properties = servalProperties(ConfigProvider.getConfig());
    String name = properties.getOrDefault("serval.application", info.getName());
    Manifest manifest =
        new ManifestReader(properties)
            .read(
                name,
                config.image().orElse(info.getName() + ":" + info.getVersion()),
                model.application());
    byte[] yaml = ManifestWriter.write(manifest).getBytes(StandardCharsets.UTF_8);
    files.produce(new GeneratedFileSystemResourceBuildItem(FILE, yaml));
  }

  private static Map<String, String> servalProperties(Config config) {
    Map<String, String> properties = new HashMap<>();
    for (String key : config.getPropertyNames()) {
      if (key.startsWith("serval.")) {
        config.getOptionalValue(key, String.class).ifPresent(value -> properties.put(key, value));
      }
    }
    return properties;
  }
}
