package dev.serval.quarkus.runtime.hub;

import dev.serval.core.app.ApplicationSettings;
import dev.serval.core.app.DeploymentSettings;
import dev.serval.hub.client.HubOptions;
import dev.serval.quarkus.runtime.StageCatalog;
import dev.serval.quarkus.runtime.config.IngressSettings;
import dev.serval.quarkus.runtime.config.ServalConfig;
import dev.serval.quarkus.runtime.config.SettingsReader;
import io.smallrye.config.NameIterator;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Settings from the hub, read as they would be if they had been in the process's file of settings
 * at its start: what is stronger than that file, such as the environment, still is.
 *
 * @param deployments those that are among the settings
 * @param ingress of the HTTP side
 * @param hub where the hub is
 */
record ChangedSettings(
    List<DeploymentSettings> deployments, IngressSettings ingress, Optional<HubOptions> hub) {

  /**
   * The ordinal that the operator gives to the file of settings, and by which it is known among the
   * sources: above what is built into the image, 250, and below the environment, 300.
   */
  static final int FILE_ORDINAL = 275;

  private static final String DEPLOYMENTS = "serval.deployments.";
  private static final String DISCOVERY = "serval.discovery.";

  /**
   * Reads settings.
   *
   * @param values from the hub, by key
   * @param process the configuration of the process
   * @param known the deployments that the process knows: what is said of others is for replicas
   *     that start with them
   * @throws RuntimeException if they are wrong; the message names the key
   */
  static ChangedSettings read(
      Map<String, String> values, SmallRyeConfig process, StageCatalog catalog, Set<String> known) {
    Map<String, String> kept = new HashMap<>();
    Set<String> named = new HashSet<>();
    values.forEach(
        (key, value) -> {
          String deployment = deploymentOf(key);
          if (deployment.isEmpty() || known.contains(deployment)) {
            named.add(deployment);
            if (!isHandle(key)) {
              kept.put(key, value);
            }
          }
        });
    SmallRyeConfig changed = with(kept, process);
    SettingsReader reader =
        new SettingsReader(
            changed.getConfigMapping(ServalConfig.class), changed.getPropertyNames());
    ApplicationSettings application = reader.read(catalog);
    return new ChangedSettings(
        application.deployments().stream()
            .filter(deployment -> named.contains(deployment.name()))
            .toList(),
        reader.ingress(),
        reader.hub());
  }

  /** The deployment that a key is about, or empty. */
  private static String deploymentOf(String key) {
    NameIterator segments = new NameIterator(key);
    if (key.startsWith(DISCOVERY)) {
      segments.next();
    } else if (!key.startsWith(DEPLOYMENTS)) {
      return "";
    }
    segments.next();
    segments.next();
    return segments.hasNext() ? segments.getNextSegment() : "";
  }

  /** Handles are read at start; new ones may point to deployments that are not known here. */
  private static boolean isHandle(String key) {
    if (!key.startsWith(DEPLOYMENTS)) {
      return false;
    }
    NameIterator segments = new NameIterator(key);
    for (int i = 0; i < 3 && segments.hasNext(); i++) {
      segments.next();
    }
    return segments.hasNext() && segments.getNextSegment().equals("handles");
  }

  private static SmallRyeConfig with(Map<String, String> values, SmallRyeConfig process) {
    List<ConfigSource> sources = new ArrayList<>();
    for (ConfigSource source : process.getConfigSources()) {
      if (source.getOrdinal() != FILE_ORDINAL) {
        sources.add(source);
      }
    }
    sources.add(new PropertiesConfigSource(values, "Settings from the hub", FILE_ORDINAL));
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withProfiles(process.getProfiles())
        .withMapping(ServalConfig.class)
        .withValidateUnknown(false)
        .withSources(sources)
        .build();
  }
}
