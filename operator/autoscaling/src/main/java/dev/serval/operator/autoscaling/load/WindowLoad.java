package dev.serval.operator.autoscaling.load;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * The load over one window that ends now.
 *
 * @param mean the mean over the time of the window that is known, weighted by time; empty if
 *     nothing of it is known, which is not the same as no load
 * @param known how much of the window is known
 * @param window how long it is
 */
public record WindowLoad(OptionalDouble mean, Duration known, Duration window) {

  /**
   * Takes the load over a window.
   *
   * @throws IllegalArgumentException if the mean is negative or not a number, or there is a mean of
   *     nothing, or none of something
   */
  public WindowLoad {
    if (mean.isPresent() && !(mean.getAsDouble() >= 0 && Double.isFinite(mean.getAsDouble()))) {
      throw new IllegalArgumentException("a load is 0 or more, not " + mean.getAsDouble());
    }
    if (known.isNegative() || mean.isPresent() != known.isPositive()) {
      throw new IllegalArgumentException(
          "the mean is "
              + mean
              + " and "
              + known
              + " of it are known: there is one without the other");
    }
  }

  /** Of a window that is known from end to end. */
  public static WindowLoad full(double mean, Duration window) {
    return new WindowLoad(OptionalDouble.of(mean), window, window);
  }

  /** Of a window of which nothing is known. */
  public static WindowLoad unknown(Duration window) {
    return new WindowLoad(OptionalDouble.empty(), Duration.ZERO, window);
  }

  /** Whether all of the window is known. */
  public boolean isFull() {
    return known.compareTo(window) >= 0;
  }
}
