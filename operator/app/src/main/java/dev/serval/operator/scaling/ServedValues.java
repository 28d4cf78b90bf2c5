package dev.serval.operator.scaling;

import dev.serval.operator.metricsapi.DecidedValues;
import dev.serval.operator.metricsapi.ServedValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The values for the HorizontalPodAutoscalers, as of the last look at each deployment. */
final class ServedValues implements DecidedValues {

  private final Map<String, Map<DeploymentKey, ServedValue>> byNamespace =
      new ConcurrentHashMap<>();

  @Override
  public List<ServedValue> values(String namespace) {
    return List.copyOf(byNamespace.getOrDefault(namespace, Map.of()).values());
  }

  @Override
  public Map<String, List<ServedValue>> all() {
    return byNamespace.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, values -> List.copyOf(values.getValue().values())));
  }

  void put(DeploymentKey deployment, ServedValue value) {
    byNamespace
        .computeIfAbsent(deployment.application().namespace(), name -> new ConcurrentHashMap<>())
        .put(deployment, value);
  }

  void remove(DeploymentKey deployment) {
    byNamespace.computeIfPresent(
        deployment.application().namespace(),
        (name, values) -> {
          values.remove(deployment);
          return values.isEmpty() ? null : values;
        });
  }
}
