package dev.serval.operator.process;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The settings of a process as they are read from properties, with their defaults. */
final class OperatorSettings {

  private OperatorSettings() {}

  /** Of names without {@code serval.operator.}, and values, in turn. */
  static OperatorConfig of(String... namesAndValues) {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put("serval.operator." + namesAndValues[i], namesAndValues[i + 1]);
    }
    return new SmallRyeConfigBuilder()
        .withMapping(OperatorConfig.class)
        // As Quarkus has it: nothing is no path.
        .withConverter(Path.class, 100, value -> value.isEmpty() ? null : Path.of(value))
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build()
        .getConfigMapping(OperatorConfig.class);
  }
}
