package dev.serval.quarkus.deployment;

import io.smallrye.config.NameIterator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;

/**
 * What the configuration says at build time about deployments: what the build needs to follow
 * handles. It may be different when the application runs, and is checked again then.
 *
 * @param stages the stage that each configured deployment hosts
 * @param handles for each deployment, the deployments that logical names of handles mean
 * @param ownImages the deployments that have an image of their own
 */
public record ConfiguredDeployments(
    Map<String, String> stages, Map<String, Map<String, String>> handles, Set<String> ownImages) {

  private static final String PREFIX = "serval.deployments.";

  /** Copies what could change. */
  public ConfiguredDeployments {
    stages = Map.copyOf(stages);
    handles = Map.copyOf(handles);
    ownImages = Set.copyOf(ownImages);
  }

  /**
   * Reads the keys {@code serval.deployments."Name".stage}, {@code .image} and {@code
   * .handles.logical}.
   */
  public static ConfiguredDeployments read(Config config) {
    Map<String, String> stages = new TreeMap<>();
    Map<String, Map<String, String>> handles = new HashMap<>();
    Set<String> ownImages = new HashSet<>();
    for (String key : config.getPropertyNames()) {
      if (!key.startsWith(PREFIX)) {
        continue;
      }
      NameIterator segments = new NameIterator(key, PREFIX.length() - 1);
      String deployment = segments.getNextSegment();
      segments.next();
      stages.putIfAbsent(deployment, deployment);
      String field = next(segments);
      String value = config.getOptionalValue(key, String.class).orElse("");
      if (field.equals("stage") && !value.isEmpty()) {
        stages.put(deployment, value);
      } else if (field.equals("image") && !value.isEmpty()) {
        ownImages.add(deployment);
      } else if (field.equals("handles") && segments.hasNext()) {
        handles
            .computeIfAbsent(deployment, absent -> new HashMap<>())
            .put(segments.getNextSegment(), value);
      }
    }
    return new ConfiguredDeployments(stages, handles, ownImages);
  }

  private static String next(NameIterator segments) {
    if (!segments.hasNext()) {
      return "";
    }
    String segment = segments.getNextSegment();
    segments.next();
    return segment;
  }

  /** The deployment that {@code logicalName} means for {@code caller}. */
  public String targetOf(String caller, String logicalName) {
    return handles.getOrDefault(caller, Map.of()).getOrDefault(logicalName, logicalName);
  }
}
