package dev.serval.operator.process;

import dev.serval.operator.metricsapi.MetricsApiState;
import dev.serval.operator.plan.MetricsApi;
import java.time.Duration;
import java.util.Optional;

/**
 * What the plan has to know of the metrics API. To be asked every few seconds: an API that the API
 * server doesn't reach is out for the plan when it was so each time for {@link #OUTAGE}. Safe for
 * several threads.
 */
final class PlannedMetricsApi {

  /** For less the API is out of reach whenever operators start anew. */
  static final Duration OUTAGE = Duration.ofSeconds(60);

  // Guarded by this.
  private boolean inTrouble;
  private long troubleSince;

  /**
   * What the plan is told.
   *
   * @param nanos now, by a monotonic clock
   */
  synchronized MetricsApi of(MetricsApiState state, long nanos) {
    return switch (state) {
      case MetricsApiState.External(Optional<String> trouble) ->
          new MetricsApi.External(lasting(trouble, nanos));
      case MetricsApiState.Custom(MetricsApiState.Holder _, Optional<String> trouble) ->
          new MetricsApi.Custom(lasting(trouble, nanos));
      case MetricsApiState.Pending(String reason) -> {
        inTrouble = false;
        yield new MetricsApi.Pending(reason);
      }
      case MetricsApiState.Taken taken -> {
        inTrouble = false;
        yield new MetricsApi.Taken(taken.message());
      }
      case MetricsApiState.Unavailable unavailable -> {
        inTrouble = false;
        yield new MetricsApi.None(unavailable.message());
      }
    };
  }

  private Optional<String> lasting(Optional<String> trouble, long nanos) {
    if (trouble.isPresent() && !inTrouble) {
      troubleSince = nanos;
    }
    inTrouble = trouble.isPresent();
    return trouble
        .filter(why -> nanos - troubleSince >= OUTAGE.toNanos())
        .map(why -> "the API server doesn't reach the metrics API of the operator: " + why);
  }
}
