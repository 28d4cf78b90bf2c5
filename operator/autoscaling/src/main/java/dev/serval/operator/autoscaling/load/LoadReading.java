package dev.serval.operator.autoscaling.load;

import java.util.OptionalLong;

/**
 * What is told of the load of a deployment at one moment.
 *
 * @param load requests that run and that wait, as last told, from 0 to {@link
 *     LoadWindow#HIGHEST_LOAD}
 * @param regular the same by what was told regularly alone, at moments that don't depend on the
 *     load; empty if this moment does, so that it says nothing of the mean
 * @param isAtLeast whether there may be more, because some of it is not told
 */
public record LoadReading(long load, OptionalLong regular, boolean isAtLeast) {

  /** All of the load, all of it told regularly. */
  public static LoadReading regular(long load) {
    return new LoadReading(load, OptionalLong.of(load), false);
  }

  /** All of the load, told because it has changed. */
  public static LoadReading atOnce(long load) {
    return new LoadReading(load, OptionalLong.empty(), false);
  }

  /** What the load is at least, told regularly. */
  public static LoadReading atLeast(long load) {
    return new LoadReading(load, OptionalLong.of(load), true);
  }
}
