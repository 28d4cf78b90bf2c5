package dev.serval.operator.discovery.directory;

import java.util.Map;
import java.util.TreeMap;

/** What a replica makes of the differences that it is told. */
final class KnownApplication {

  private long version;
  private RuntimeSettings settings;
  private final Map<String, Map<String, Endpoint>> deployments = new TreeMap<>();

  long version() {
    return version;
  }

  Map<String, Map<String, Endpoint>> deployments() {
    return deployments;
  }

  RuntimeSettings settings() {
    return settings;
  }

  KnownApplication apply(Difference difference) {
    if (difference.complete()) {
      deployments.clear();
    }
    version = difference.to();
    difference.settings().ifPresent(now -> settings = now);
    difference.removedDeployments().forEach(deployments::remove);
    difference
        .deployments()
        .forEach(
            (name, change) -> {
              Map<String, Endpoint> endpoints =
                  deployments.computeIfAbsent(name, each -> new TreeMap<>());
              change.removed().forEach(endpoints::remove);
              change.endpoints().forEach(endpoint -> endpoints.put(endpoint.id(), endpoint));
            });
    return this;
  }
}
