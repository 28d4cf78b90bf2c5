package dev.serval.quarkus.deployment.http;

import dev.serval.core.app.ApplicationSettings;
import dev.serval.core.app.DeploymentSettings;
import dev.serval.core.app.StageBinding;
import dev.serval.core.batch.BatchOptions;
import dev.serval.core.stage.StageDescriptor;
import dev.serval.core.stage.StageMethod;
import dev.serval.quarkus.runtime.StageCatalog;
import dev.serval.quarkus.runtime.config.ServalConfig;
import dev.serval.quarkus.runtime.config.SettingsReader;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An application of two stages, of which one is the ingress, and its settings. */
abstract class SettingsFixture {

  static final String BACK = "serval.deployments.\"Back\".";

  static final StageCatalog CATALOG =
      new StageCatalog(
          Map.of("Front", stage("Front"), "Back", stage("Back", "rank")), "Front", Set.of());

  static StageBinding stage(String name, String... batched) {
    List<StageMethod> methods =
        List.of(batched).stream()
            .map(
                method ->
                    new StageMethod(
                        0,
                        method,
                        List.of(String.class),
                        String.class,
                        StageMethod.ResultShape.VALUE,
                        StageMethod.Execution.VIRTUAL_THREAD,
                        false,
                        new BatchOptions(10, Duration.ofMillis(10), 1),
                        null))
            .toList();
    return new StageBinding(
        new StageDescriptor(name, "com.shop." + name, methods),
        (index, instance, arguments) -> null,
        (deployment, replica) -> null,
        StageBinding.Hooks.NONE);
  }

  static SettingsReader reader(String... settings) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(ServalConfig.class)
            .withValidateUnknown(false)
            .withSources(new PropertiesConfigSource(values, "test", 100))
            .build();
    return new SettingsReader(config.getConfigMapping(ServalConfig.class), values.keySet());
  }

  static ApplicationSettings read(String... settings) {
    return reader(settings).read(CATALOG);
  }

  static DeploymentSettings back(String... settings) {
    return read(settings).deployments().stream()
        .filter(deployment -> deployment.name().equals("Back"))
        .findFirst()
        .orElseThrow();
  }
}
