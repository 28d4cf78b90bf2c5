package dev.serval.quarkus.deployment;

import io.smallrye.config.NameIterator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;

/**
 * What the configuration says at build time about deployments: what the build needs to follow
 * handles. It may be different when the application runs, and is checked again then.
 *
 * @param stages the stage that each configured deployment hosts
 * @param handles for each deployment, the deployments that logical names of handles mean
 */
public record ConfiguredDeployments(
    Map<String, String> stages, Map<String, Map<String, String>> handles) {

  private static final String PREFIX = "serval.deployments.";

  /** Copies what could change. */
  public ConfiguredDeployments {
    stages = Map.copyOf(stages);
    handles = Map.copyOf(handles);
  }

  /** Reads the keys {@code serval.deployments."Name".stage} and {@code .handles.logical}. */
  public static ConfiguredDeployments read(Config config) {
    Map<String, String> stages = new TreeMap<>();
    Map<String, Map<String, String>> handles = new HashMap<>();
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
      } else if (field.equals("handles") && segments.hasNext()) {
        handles
            .computeIfAbsent(deployment, absent -> new HashMap<>())
            .put(segments.getNextSegment(), value);
      }
    }
    return new ConfiguredDeployments(stages, handles);
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
