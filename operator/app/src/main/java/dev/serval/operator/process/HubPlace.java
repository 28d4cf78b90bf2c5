package dev.serval.operator.process;

import dev.serval.operator.hub.HubAddress;
import dev.serval.operator.hub.HubLimits;
import dev.serval.operator.hub.HubSettings;
import java.util.Optional;
import java.util.Set;

/** Where the hub is, by the settings of the process. */
final class HubPlace {

  private HubPlace() {}

  /**
   * How the hub is served; empty if it isn't.
   *
   * @param namespace of the operator
   * @param inCluster whether the process is a pod
   * @throws IllegalArgumentException if a setting can't be; the message names it
   */
  static Optional<HubSettings> of(OperatorConfig config, String namespace, boolean inCluster) {
    OperatorConfig.HubConfig hub = config.hub();
    if (!hub.enabled() || hub.address().isEmpty() && !inCluster) {
      return Optional.empty();
    }
    HubAddress address =
        hub.address()
            .map(HubPlace::parse)
            .orElseGet(
                () ->
                    new HubAddress(
                        "%s.%s.svc.%s".formatted(hub.service(), namespace, config.clusterDomain()),
                        hub.port()));
    return Optional.of(
        new HubSettings(
            hub.host(),
            hub.port(),
            address,
            MetricsApiPlace.service(config, inCluster).stream()
                .map(service -> "%s.%s.svc".formatted(service, namespace))
                .toList(),
            namespace,
            config.serviceAccount(),
            config.namespaces().orElse(Set.of()),
            HubLimits.defaults()));
  }

  private static HubAddress parse(String text) {
    try {
      return HubAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("serval.operator.hub.address: " + e.getMessage(), e);
    }
  }
}
