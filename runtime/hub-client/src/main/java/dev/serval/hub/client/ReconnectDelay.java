package dev.serval.hub.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next connection. After one that had stood the wait is short, at
 * random so that those who lost the same hub don't all come to the next one at once; then it
 * doubles, and is anything up to that, up to 10 s. Whoever was refused waits long, since only
 * somebody's doing will change that.
 */
final class ReconnectDelay {

  static final Duration FIRST = Duration.ofMillis(200);
  static final Duration LONGEST = Duration.ofSeconds(10);
  static final Duration REFUSED = Duration.ofSeconds(30);

  private final RandomGenerator random;
  private long ceilingNanos = FIRST.toNanos();

  ReconnectDelay(RandomGenerator random) {
    this.random = random;
  }

  /** The next wait in nanoseconds. */
  long next() {
    long delay = random.nextLong(ceilingNanos + 1);
    ceilingNanos = Math.min(2 * ceilingNanos, LONGEST.toNanos());
    return delay;
  }

  /** The next wait of one who was refused, in nanoseconds. */
  long nextAfterRefusal() {
    long longest = REFUSED.toNanos();
    return random.nextLong(longest / 2, longest + 1);
  }

  /** A connection has stood: the next wait is short. */
  void stood() {
    ceilingNanos = FIRST.toNanos();
  }
}
