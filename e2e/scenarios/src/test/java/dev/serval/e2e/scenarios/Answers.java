package dev.serval.e2e.scenarios;

import dev.serval.e2e.support.ClientFigures;
import dev.serval.e2e.support.LoadFigures;
import java.time.Duration;

/**
 * What requests were answered, from whichever client they came.
 *
 * @param requests how many
 * @param failed of these
 * @param p50Millis half of the others took no longer
 * @param p99Millis 99 in a hundred of them took no longer
 */
record Answers(long requests, long failed, double p50Millis, double p99Millis) {

  private static final double MICROS_PER_MILLI = 1_000;

  /** One that was answered rightly. */
  static Answers one(Duration taken) {
    return new Answers(1, 0, taken.toMillis(), taken.toMillis());
  }

  static Answers of(ClientFigures figures) {
    return new Answers(
        figures.requests(), figures.failed(), figures.p50Millis(), figures.p99Millis());
  }

  static Answers of(LoadFigures figures) {
    return new Answers(
        figures.requests(),
        figures.failed(),
        figures.p50() / MICROS_PER_MILLI,
        figures.p99() / MICROS_PER_MILLI);
  }
}
