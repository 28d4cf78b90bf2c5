package dev.serval.operator.process;

import dev.serval.operator.metricsapi.MetricsApiLimits;
import dev.serval.operator.metricsapi.MetricsApiSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where the metrics API is, by the settings of the process.
 *
 * @param settings how it is served; empty if it isn't
 * @param whyNot why it isn't, and what would change that; empty if it is
 */
record MetricsApiPlace(Optional<MetricsApiSettings> settings, String whyNot) {

  private static final Duration LOOK = Duration.ofSeconds(15);

  /**
   * Where it is.
   *
   * @param namespace of the operator
   * @param inCluster whether the process is a pod
   */
  static MetricsApiPlace of(OperatorConfig config, String namespace, boolean inCluster) {
    OperatorConfig.MetricsApiConfig api = config.metricsApi();
    if (!api.enabled()) {
      return none("serval.operator.metrics-api.enabled is false");
    }
    Set<String> watched = config.namespaces().orElse(Set.of());
    if (!watched.isEmpty()) {
      return none(
          "the operator serves some namespaces alone (serval.operator.namespaces), and there is one"
              + " metrics API for all of the cluster");
    }
    Optional<String> service = service(config, inCluster);
    if (service.isEmpty()) {
      return none(
          "the operator runs outside the cluster; serval.operator.metrics-api.service names a"
              + " Service that leads to it");
    }
    if (HubPlace.of(config, namespace, inCluster).isEmpty()) {
      return none("there is no hub (serval.operator.hub), whose certificate it uses");
    }
    return new MetricsApiPlace(
        Optional.of(
            new MetricsApiSettings(
                api.host(),
                api.port(),
                namespace,
                service.get(),
                api.servicePort(),
                api.owner(),
                LOOK,
                MetricsApiLimits.defaults())),
        "");
  }

  /** The Service that leads to it; empty if none does. */
  static Optional<String> service(OperatorConfig config, boolean inCluster) {
    return config
        .metricsApi()
        .service()
        .or(() -> inCluster ? Optional.of(config.hub().service()) : Optional.empty());
  }

  private static MetricsApiPlace none(String why) {
    return new MetricsApiPlace(Optional.empty(), why);
  }
}
