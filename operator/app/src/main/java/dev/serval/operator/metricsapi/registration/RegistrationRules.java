package dev.serval.operator.metricsapi.registration;

import dev.serval.operator.metricsapi.MetricsApiState;
import dev.serval.operator.metricsapi.MetricsGroup;
import java.util.List;
import java.util.Optional;

/**
 * Which API the operator is to serve: external metrics unless they are somebody else's, then custom
 * metrics, then none. Pure.
 */
final class RegistrationRules {

  private RegistrationRules() {}

  /**
   * What to do.
   *
   * @param hold the API that the operator is to have registered; empty for none
   * @param release whether custom metrics, which are the operator's, are needed no longer
   */
  record Plan(Optional<MetricsGroup> hold, boolean release) {}

  /** What to do about who serves what now. */
  static Plan plan(Slot external, Slot custom) {
    if (external instanceof Slot.Foreign) {
      return new Plan(
          custom instanceof Slot.Foreign ? Optional.empty() : Optional.of(MetricsGroup.CUSTOM),
          false);
    }
    // Autoscalers go on reading custom metrics until external ones can be read.
    boolean isReached = external instanceof Slot.Ours ours && ours.trouble().isEmpty();
    return new Plan(Optional.of(MetricsGroup.EXTERNAL), isReached && custom instanceof Slot.Ours);
  }

  /** What autoscalers can read, given who serves what now. */
  static MetricsApiState state(Slot external, Slot custom) {
    return switch (external) {
      case Slot.Ours ours -> new MetricsApiState.External(ours.trouble());
      case Slot.Free _ -> new MetricsApiState.Pending("nobody has registered it");
      case Slot.Foreign(MetricsApiState.Holder holder) ->
          switch (custom) {
            case Slot.Ours ours -> new MetricsApiState.Custom(holder, ours.trouble());
            case Slot.Free _ ->
                new MetricsApiState.Pending(holder + ", and nobody has registered the other");
            case Slot.Foreign(MetricsApiState.Holder other) ->
                new MetricsApiState.Taken(List.of(holder, other));
          };
    };
  }
}
