package dev.serval.operator.hub.feed;

import dev.serval.operator.discovery.directory.RuntimeSettings;
import dev.serval.operator.plan.resolve.ContentHash;
import dev.serval.operator.plan.topology.TopologyConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The settings in the ConfigMap of an application. Pure. */
final class SettingsOfConfigMap {

  private static final int HASH_CHARACTERS = 16;

  private SettingsOfConfigMap() {}

  /** The settings; empty if there are none that can be read. */
  static Optional<RuntimeSettings> of(ConfigMap map) {
    String text = map.getData() == null ? null : map.getData().get(TopologyConfig.FILE);
    if (text == null) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    properties.forEach((key, value) -> values.put((String) key, (String) value));
    return Optional.of(new RuntimeSettings(ContentHash.of(text, HASH_CHARACTERS), values));
  }
}
