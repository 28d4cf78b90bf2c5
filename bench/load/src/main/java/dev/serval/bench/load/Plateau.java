package dev.serval.bench.load;

/**
 * Tells when a system has stopped getting faster. A JVM that shares its cores with four others
 * needs minutes where one by itself needs seconds, so no fixed warm-up serves both. Progress is a
 * higher rate or less processor time per call: a graph that mostly waits shows its warm-up only in
 * the latter. Slices are noisy, so it takes several without progress to believe in a plateau.
 */
final class Plateau {

  private static final double PROGRESS = 1.05;
  private static final int SLICES_WITHOUT_PROGRESS = 4;

  private double bestRate;
  private double leastCpu = Double.MAX_VALUE;
  private int without;

  /** Adds one slice; returns whether the plateau is reached. */
  boolean reachedWith(double rate, double cpuMicrosPerCall) {
    boolean progress = rate > bestRate * PROGRESS || cpuMicrosPerCall * PROGRESS < leastCpu;
    without = progress ? 0 : without + 1;
    bestRate = Math.max(bestRate, rate);
    leastCpu = Math.min(leastCpu, cpuMicrosPerCall);
    return without >= SLICES_WITHOUT_PROGRESS;
  }
}
