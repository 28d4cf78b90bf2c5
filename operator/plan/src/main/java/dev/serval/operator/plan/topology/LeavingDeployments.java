package dev.serval.operator.plan.topology;

import java.io.IOException;
import java.io.StringReader;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Deployments that the spec has no more and that still run. Their settings stay as they were, for
 * replicas that start anew: theirs, and those that still call them.
 */
public final class LeavingDeployments {

  private LeavingDeployments() {}

  /**
   * Their settings, by key, as the ConfigMap has them; none if it has none that can be read. None
   * of one that hosts the stage that answers HTTP: the settings may name one such deployment alone.
   *
   * @param deployments by name
   * @param ingressStage of the deployment that answers HTTP by the spec; empty if none does
   * @param data of the ConfigMap that is in the cluster
   */
  public static Map<String, String> settings(
      Collection<String> deployments, Optional<String> ingressStage, Map<String, String> data) {
    Properties all = read(data.getOrDefault(TopologyConfig.FILE, ""));
    List<String> kept =
        deployments.stream()
            .filter(name -> !Optional.ofNullable(stage(name, all)).equals(ingressStage))
            .toList();
    return all.stringPropertyNames().stream()
        .filter(key -> kept.stream().anyMatch(name -> isOf(name, key)))
        .collect(Collectors.toMap(key -> key, all::getProperty));
  }

  private static String stage(String deployment, Properties settings) {
    return settings.getProperty(SettingKey.ofDeployment(deployment, "stage"));
  }

  private static Properties read(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      // Somebody has edited it: what the spec asks for is written in its place.
      return new Properties();
    }
    return properties;
  }

  private static boolean isOf(String deployment, String key) {
    return key.startsWith(SettingKey.ofDeployment(deployment, ""))
        || key.equals(SettingKey.ofDiscovery(deployment));
  }
}
