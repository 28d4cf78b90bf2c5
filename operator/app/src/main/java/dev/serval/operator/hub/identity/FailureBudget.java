package dev.serval.operator.hub.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many bad tokens an address may show: a number at once, which comes back evenly over a minute.
 * Remembers a bounded number of addresses, those that failed last. Safe for several threads.
 */
final class FailureBudget {

  private static final int MOST_ADDRESSES = 4_096;
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final int failuresPerMinute;
  private final Map<String, Failures> byAddress = new LinkedHashMap<>(16, 0.75f, true);

  FailureBudget(int failuresPerMinute) {
    this.failuresPerMinute = failuresPerMinute;
  }

  /** Whether a token of that address is to be looked at. */
  synchronized boolean allows(String address, Instant now) {
    Failures failures = byAddress.get(address);
    return failures == null || failures.at(now, failuresPerMinute) + 1 <= failuresPerMinute;
  }

  /** A token of that address was bad. */
  synchronized void failed(String address, Instant now) {
    byAddress.merge(
        address,
        new Failures(1, now),
        (before, one) -> new Failures(before.at(now, failuresPerMinute) + 1, now));
    if (byAddress.size() > MOST_ADDRESSES) {
      byAddress.remove(byAddress.keySet().iterator().next());
    }
  }

  synchronized int addresses() {
    return byAddress.size();
  }

  private record Failures(double count, Instant at) {

    double at(Instant now, int perMinute) {
      double passed = Math.max(0, Duration.between(at, now).toMillis());
      return Math.max(0, count - passed / PERIOD.toMillis() * perMinute);
    }
  }
}
