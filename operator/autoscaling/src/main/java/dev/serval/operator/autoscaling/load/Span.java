package dev.serval.operator.autoscaling.load;

/**
 * A span of time in which the load is known.
 *
 * @param from its start in microseconds
 * @param to its end in microseconds, excluded
 * @param requestMicros load times time over it, in request-microseconds
 */
record Span(long from, long to, long requestMicros) {

  long length() {
    return to - from;
  }

  /** How much of {@link #requestMicros()} falls between two points of the span. */
  long requestMicrosBetween(long start, long end) {
    return requestMicrosBefore(end) - requestMicrosBefore(start);
  }

  /**
   * How much of {@link #requestMicros()} falls before a point of the span. The parts of a span add
   * up to the whole, and a load that is constant stays exactly that: a mean that rounding has
   * lifted above a whole number would ask for one replica more.
   */
  private long requestMicrosBefore(long point) {
    long whole = requestMicros / length() * (point - from);
    long rest = requestMicros % length();
    return whole + (long) ((double) rest * (point - from) / length());
  }
}
