package dev.serval.bench.load;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * Median and range of one figure over the rounds.
 *
 * @param median the median
 * @param min the smallest
 * @param max the largest
 */
public record Summary(double median, double min, double max) {

  /** Summarises a figure. */
  public static <T> Summary of(Collection<T> values, ToDoubleFunction<T> figure) {
    double[] sorted = values.stream().mapToDouble(figure).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("Nothing to summarise");
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Summary(median, sorted[0], sorted[sorted.length - 1]);
  }
}
