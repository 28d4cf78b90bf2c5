package dev.serval.core.app;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The deployments of an application by name, known to fit each other and this process. */
final class DeploymentTable {

  private final Map<String, DeploymentSettings> byName = new LinkedHashMap<>();

  /**
   * @param stages the names of those that this process can host
   * @throws IllegalArgumentException if a deployment is there twice, if one that belongs here names
   *     a stage, or any a handle target, that does not exist, or if the one to be hosted does not
   */
  DeploymentTable(ApplicationSettings settings, Set<String> stages) {
    for (DeploymentSettings deployment : settings.deployments()) {
      if (byName.put(deployment.name(), deployment) != null) {
        throw new IllegalArgumentException(
            "The application has two deployments with the name \"" + deployment.name() + "\"");
      }
    }
    for (DeploymentSettings deployment : byName.values()) {
      if (settings.hosts(deployment.name())) {
        checkStage(deployment, stages);
      }
      deployment.handles().forEach((logical, target) -> checkHandle(deployment, logical, target));
    }
    if (!settings.local() && !byName.containsKey(settings.hosted())) {
      throw new IllegalArgumentException(
          "This process is to host deployment \""
              + settings.hosted()
              + "\", but the application has only "
              + names(byName.keySet()));
    }
  }

  private static void checkStage(DeploymentSettings deployment, Set<String> stages) {
    if (!stages.contains(deployment.stage())) {
      throw new IllegalArgumentException(
          "Deployment "
              + deployment.name()
              + " hosts stage \""
              + deployment.stage()
              + "\", but the application has only "
              + names(stages));
    }
  }

  private void checkHandle(DeploymentSettings deployment, String logicalName, String target) {
    if (!byName.containsKey(target)) {
      throw new IllegalArgumentException(
          "Handle "
              + logicalName
              + " of deployment "
              + deployment.name()
              + " points at \""
              + target
              + "\", but the application has only "
              + names(byName.keySet()));
    }
  }

  /** In their order. */
  Map<String, DeploymentSettings> byName() {
    return Collections.unmodifiableMap(byName);
  }

  static String names(Collection<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }
}
