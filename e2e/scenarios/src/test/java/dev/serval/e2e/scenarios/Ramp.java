package dev.serval.e2e.scenarios;

import dev.serval.e2e.support.ReplicaHistory;
import dev.serval.e2e.support.ReplicaHistory.Asked;
import dev.serval.e2e.support.ReplicaHistory.PodStart;
import java.time.Duration;
import java.util.Optional;

/**
 * What replicas did after a step of the load, one way.
 *
 * @param from so many replicas
 * @param to so many
 * @param decided from the step to another number being asked for; none if the number stayed
 * @param firstReady from the step to the first new replica being ready; none on the way down
 * @param podStart what the start of that replica's pod took, of this; nothing before it was created
 * @param steady from the step to the last change of the number, or of a replica's readiness; none
 *     without a change
 * @param overshoot how far beyond {@code to} the number went that was asked for
 */
record Ramp(
    int from,
    int to,
    Optional<Duration> decided,
    Optional<Duration> firstReady,
    Optional<Duration> podStart,
    Optional<Duration> steady,
    int overshoot) {

  /**
   * As it is until now.
   *
   * @param stepNanos when the step was, in the time of {@link System#nanoTime}
   */
  static Ramp since(ReplicaHistory history, long stepNanos) {
    int from = history.askedAt(stepNanos);
    int to = history.askedAt(System.nanoTime());
    Optional<PodStart> first = history.firstStartSince(stepNanos);
    return new Ramp(
        from,
        to,
        history.firstAskedSince(stepNanos).map(Asked::nanos).map(at -> between(stepNanos, at)),
        first.map(PodStart::readyNanos).map(at -> between(stepNanos, at)),
        first.map(PodStart::duration),
        Optional.of(between(stepNanos, history.lastChangeNanos())).filter(Duration::isPositive),
        to >= from ? history.mostSince(stepNanos) - to : to - history.fewestSince(stepNanos));
  }

  private static Duration between(long earlierNanos, long laterNanos) {
    return Duration.ofNanos(laterNanos - earlierNanos);
  }

  /** From the step to the first new replica, without the start of its pod. */
  Duration reaction() {
    return firstReady.orElseThrow().minus(podStart.orElseThrow());
  }
}
