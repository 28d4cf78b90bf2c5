package dev.serval.operator.autoscaling.load;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The load of a deployment at one point in time and over the windows that end there. What bursts
 * are seen in, {@code latest} and {@code burst}, follows all that was told; the other two are made
 * of regular reports alone, so that short calls count in them for what they are.
 *
 * @param now requests that run and that wait, together; empty if that isn't known
 * @param latest over {@link LookBack#latest()}
 * @param burst over {@link LookBack#burst()}
 * @param ofLate over {@link LookBack#burst()} too, by regular reports
 * @param lookBack over {@link LookBack#length()}, by regular reports; never 0 if something else was
 *     told
 * @param isAtLeast whether there may have been more load than that in the look-back period, because
 *     some of it was not reported: enough to ask for more replicas, not for fewer
 */
public record MeasuredLoad(
    OptionalLong now,
    WindowLoad latest,
    WindowLoad burst,
    WindowLoad ofLate,
    WindowLoad lookBack,
    boolean isAtLeast) {

  /** Of a deployment whose whole load is known, by regular reports alone. */
  public MeasuredLoad(OptionalLong now, WindowLoad latest, WindowLoad burst, WindowLoad lookBack) {
    this(now, latest, burst, burst, lookBack, false);
  }

  /** Of a deployment of which nothing is known. */
  public static MeasuredLoad unknown(LookBack lookBack) {
    return new MeasuredLoad(
        OptionalLong.empty(),
        WindowLoad.unknown(lookBack.latest()),
        WindowLoad.unknown(lookBack.burst()),
        WindowLoad.unknown(lookBack.length()));
  }

  /**
   * Of a deployment whose load has been the same for longer than the look-back period.
   *
   * @param load requests that run and that wait, 0 or more
   */
  public static MeasuredLoad constant(double load, LookBack lookBack) {
    return new MeasuredLoad(
        OptionalLong.of((long) Math.ceil(load)),
        over(load, lookBack.latest()),
        over(load, lookBack.burst()),
        over(load, lookBack.length()));
  }

  private static WindowLoad over(double load, Duration window) {
    return WindowLoad.full(load, window);
  }
}
