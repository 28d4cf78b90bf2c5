package dev.serval.operator.hub.feed;

import dev.serval.operator.discovery.directory.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The replicas of an EndpointSlice that can be called. Pure. */
final class EndpointsOfSlice {

  private static final String PORT = "wire";

  private EndpointsOfSlice() {}

  /** By id. */
  static Map<String, Endpoint> of(EndpointSlice slice) {
    Map<String, Endpoint> endpoints = new HashMap<>();
    Optional<Integer> port = port(slice);
    if (port.isEmpty() || slice.getEndpoints() == null) {
      return endpoints;
    }
    for (var each : slice.getEndpoints()) {
      if (isCallable(each.getConditions()) && isPod(each)) {
        String id = each.getTargetRef().getName();
        endpoints.put(
            id,
            new Endpoint(
                id,
                address(slice, each.getAddresses().getFirst()) + ':' + port.get(),
                Objects.requireNonNullElse(each.getNodeName(), ""),
                Objects.requireNonNullElse(each.getZone(), "")));
      }
    }
    return endpoints;
  }

  private static Optional<Integer> port(EndpointSlice slice) {
    return slice.getPorts() == null
        ? Optional.empty()
        : slice.getPorts().stream()
            .filter(port -> PORT.equals(port.getName()))
            .map(EndpointPort::getPort)
            .filter(Objects::nonNull)
            .findFirst();
  }

  /** Ready unless it says otherwise; terminating is set as soon as the pod is to go. */
  private static boolean isCallable(EndpointConditions conditions) {
    return conditions == null
        || !Boolean.FALSE.equals(conditions.getReady())
            && !Boolean.TRUE.equals(conditions.getTerminating());
  }

  private static boolean isPod(io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint) {
    return endpoint.getTargetRef() != null
        && "Pod".equals(endpoint.getTargetRef().getKind())
        && endpoint.getTargetRef().getName() != null
        && endpoint.getAddresses() != null
        && !endpoint.getAddresses().isEmpty();
  }

  private static String address(EndpointSlice slice, String address) {
    return "IPv6".equals(slice.getAddressType()) ? '[' + address + ']' : address;
  }
}
