package dev.serval.operator.scaling;

import java.time.Duration;
import java.util.Optional;

/**
 * The last load that was known, for people: while replicas come and go it is unknown for moments,
 * of which nobody needs to hear. For one thread at a time.
 */
final class KnownFor {

  /** Unknown for longer than this is worth telling. */
  private static final Duration MOMENT = Duration.ofSeconds(10);

  private Long ongoing;
  private Long queued;
  private Optional<ReportedLoad.Incomplete> unknown = Optional.empty();
  private long unknownSince;
  private boolean looked;

  /**
   * A load to tell.
   *
   * @param ongoing requests that replicas run; {@code null} if that isn't known
   * @param queued requests that wait for them; {@code null} if that isn't known
   * @param unknown what is known instead of the load; empty if that is known
   */
  record LoadState(Long ongoing, Long queued, Optional<ReportedLoad.Incomplete> unknown) {}

  void look(ReportedLoad reported, Moment at) {
    switch (reported) {
      case ReportedLoad.Known known -> {
        ongoing = known.ongoing();
        queued = known.queued();
        unknown = Optional.empty();
      }
      case ReportedLoad.Incomplete because -> {
        if (unknown.isEmpty()) {
          unknownSince = at.nanos();
        }
        unknown = Optional.of(because);
      }
    }
    looked = true;
  }

  /** What to tell; empty if nothing was known yet and it is too early to say so. */
  Optional<LoadState> state(Moment at) {
    if (!looked) {
      return Optional.empty();
    }
    if (unknown.isPresent() && at.nanos() - unknownSince >= MOMENT.toNanos()) {
      ongoing = null;
      queued = null;
      return Optional.of(new LoadState(null, null, unknown));
    }
    return ongoing == null
        ? Optional.empty()
        : Optional.of(new LoadState(ongoing, queued, Optional.empty()));
  }

  /**
   * Requests that run and that wait, of what there is to tell; not a number if that isn't known.
   */
  double total(Moment at) {
    return state(at)
        .filter(told -> told.unknown().isEmpty())
        .map(told -> (double) told.ongoing() + told.queued())
        .orElse(Double.NaN);
  }
}
