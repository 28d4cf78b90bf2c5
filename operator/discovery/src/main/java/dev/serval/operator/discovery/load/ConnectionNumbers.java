package dev.serval.operator.discovery.load;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers of connections that grow, also from one hub to another as far as their clocks agree: a
 * replica that goes from one to the other is known by its later connection. Safe for several
 * threads.
 */
public final class ConnectionNumbers {

  private final AtomicLong last = new AtomicLong();

  /**
   * The number of a connection that is made now: greater than any before, microseconds as a rule.
   */
  public long next(Instant now) {
    long micros =
        TimeUnit.SECONDS.toMicros(now.getEpochSecond())
            + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    return last.updateAndGet(before -> Math.max(before + 1, micros));
  }
}
