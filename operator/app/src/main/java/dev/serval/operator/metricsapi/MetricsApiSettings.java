package dev.serval.operator.metricsapi;

import java.time.Duration;
import java.util.Optional;

/**
 * How the metrics API is served and registered.
 *
 * @param bindHost the address that it listens on
 * @param port that it listens on; 0 for any that is free
 * @param namespace of the operator
 * @param service the Service in that namespace that leads to it
 * @param servicePort the port of that Service
 * @param owner the ClusterRole with whose deletion the registration goes; empty if it is to stay
 * @param look how often it is looked who serves what
 * @param limits how much it takes
 */
public record MetricsApiSettings(
    String bindHost,
    int port,
    String namespace,
    String service,
    int servicePort,
    Optional<String> owner,
    Duration look,
    MetricsApiLimits limits) {

  /** The name by which the API server dials it, which is in its certificate. */
  public String host() {
    return "%s.%s.svc".formatted(service, namespace);
  }
}
