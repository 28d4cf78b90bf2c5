package dev.serval.operator.relay;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the leader is dialled again: anything up to a ceiling that doubles from
 * 200 ms to 5 s, so that followers of a leader that is gone don't come to the next one together.
 */
final class ReconnectDelay {

  static final Duration FIRST = Duration.ofMillis(200);
  static final Duration LONGEST = Duration.ofSeconds(5);

  private final RandomGenerator random;
  private long ceilingMillis = FIRST.toMillis();

  ReconnectDelay(RandomGenerator random) {
    this.random = random;
  }

  /** The next wait in milliseconds. */
  long next() {
    long delay = random.nextLong(ceilingMillis + 1);
    ceilingMillis = Math.min(2 * ceilingMillis, LONGEST.toMillis());
    return delay;
  }

  /** A connection has stood, or there is another leader: the next wait is short. */
  void startAgain() {
    ceilingMillis = FIRST.toMillis();
  }
}
