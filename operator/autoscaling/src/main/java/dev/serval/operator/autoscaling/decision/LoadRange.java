package dev.serval.operator.autoscaling.decision;

/**
 * Between what the load has moved over a number of decisions.
 *
 * @param highest the highest; 0 before the first
 * @param sum all of them together
 * @param count how many
 */
public record LoadRange(double highest, double sum, int count) {

  /** How many times the way from mean to highest a load may go beyond its highest. */
  private static final double BEYOND = 2;

  /** Before the first. */
  public static final LoadRange EMPTY = new LoadRange(0, 0, 0);

  LoadRange and(double load) {
    return new LoadRange(Math.max(highest, load), sum + load, count + 1);
  }

  LoadRange and(LoadRange other) {
    return new LoadRange(Math.max(highest, other.highest), sum + other.sum, count + other.count);
  }

  /**
   * How high the load may soon be if it goes on like that: twice as far above its highest as that
   * is above its mean. Of a load that has not moved, exactly that load; never less for a higher one
   * now.
   *
   * @param now the load now, which isn't among them yet
   */
  double mayReach(double now) {
    if (count == 0) {
      return now;
    }
    double peak = Math.max(highest, now);
    return peak + BEYOND * Math.max(0, peak - sum / count);
  }
}
