package dev.serval.operator.metricsapi.registration;

import dev.serval.operator.metricsapi.MetricsApiState.Holder;
import io.fabric8.kubernetes.api.model.APIService;
import io.fabric8.kubernetes.api.model.APIServiceCondition;
import io.fabric8.kubernetes.api.model.ServiceReference;
import java.util.Optional;
import java.util.stream.Stream;

/** Who serves an API. */
sealed interface Slot {

  /** Nobody. */
  record Free() implements Slot {}

  /**
   * The operator.
   *
   * @param there its APIService
   */
  record Ours(APIService there) implements Slot {

    /** Why the API server doesn't reach it, in its words; empty if it does. */
    Optional<String> trouble() {
      Optional<APIServiceCondition> available = condition();
      if (available.isEmpty()) {
        return Optional.of("it has not tried yet");
      }
      return available
          .filter(condition -> !"True".equals(condition.getStatus()))
          .map(condition -> condition.getReason() + ": " + condition.getMessage());
    }

    private Optional<APIServiceCondition> condition() {
      return there.getStatus() == null || there.getStatus().getConditions() == null
          ? Optional.empty()
          : there.getStatus().getConditions().stream()
              .filter(condition -> "Available".equals(condition.getType()))
              .findFirst();
    }
  }

  /** Somebody else. */
  record Foreign(Holder holder) implements Slot {}

  /**
   * Whose an APIService is.
   *
   * @param there {@code null} if there is none
   */
  static Slot of(APIService there, Registration registration) {
    if (there == null) {
      return new Free();
    }
    return registration.owns(there)
        ? new Ours(there)
        : new Foreign(new Holder(there.getMetadata().getName(), server(there)));
  }

  private static String server(APIService there) {
    ServiceReference leadsTo = there.getSpec().getService();
    return Stream.ofNullable(leadsTo)
        .map(service -> "Service " + service.getNamespace() + '/' + service.getName())
        .findFirst()
        .orElse("the API server itself");
  }
}
