package dev.serval.core.route;

import java.time.Duration;

/** How many calls end in a second, of late. Looked at by many threads, written by one. */
final class CallRate {

  private volatile double perSecond;
  private long before;

  /** A second has passed. */
  void secondPassed(long endedInAll) {
    perSecond = 0.5 * perSecond + 0.5 * (endedInAll - before);
    before = endedInAll;
  }

  /** When a queue of {@code length} calls will have moved on; 1 to 60 s. */
  Duration timeFor(int length) {
    double seconds = perSecond > 0 ? length / perSecond : 1;
    return Duration.ofSeconds((long) Math.ceil(Math.clamp(seconds, 1, 60)));
  }
}
