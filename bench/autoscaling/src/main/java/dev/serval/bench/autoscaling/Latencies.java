package dev.serval.bench.autoscaling;

/** How many requests took how many milliseconds, each at least one. */
final class Latencies {

  private static final long MILLISECOND = 1_000_000;
  private static final int LONGEST = 600_000;

  private final int[] byMillis = new int[LONGEST + 1];
  private long count;

  void add(long nanos) {
    byMillis[(int) Math.min(LONGEST, Math.ceilDiv(nanos, MILLISECOND))]++;
    count++;
  }

  long count() {
    return count;
  }

  /** In how many milliseconds so many of a thousand were answered. */
  int millisOf(int perThousand) {
    long wanted = Math.ceilDiv(count * perThousand, 1000L);
    long seen = 0;
    for (int millis = 0; millis <= LONGEST; millis++) {
      seen += byMillis[millis];
      if (seen >= wanted) {
        return millis;
      }
    }
    throw new IllegalStateException("no request was answered");
  }
}
