package dev.serval.bench.autoscaling;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Median and maximum of what was measured. */
record Spread(double median, double max) {

  static Spread of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    return new Spread(sorted[sorted.length / 2], Arrays.stream(sorted).max().getAsDouble());
  }

  /** Median, then maximum, with so many digits after the point. */
  String text(int digits) {
    String format = "%." + digits + "f";
    return String.format(Locale.ROOT, format + " / " + format, median, max);
  }
}
