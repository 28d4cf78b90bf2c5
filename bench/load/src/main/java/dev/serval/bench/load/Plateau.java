package dev.serval.bench.load;

/**
 * Tells when a rate has stopped growing. A JVM that shares its cores with four others needs minutes
 * where one by itself needs seconds, so no fixed warm-up serves both; and slices are noisy, so it
 * takes several without a new best to believe in a plateau.
 */
final class Plateau {

  private static final double GROWTH = 1.05;
  private static final int SLICES_WITHOUT_GROWTH = 3;

  private double best;
  private int withoutGrowth;

  /** Adds the rate of one slice; returns whether the plateau is reached. */
  boolean reachedWith(double rate) {
    withoutGrowth = rate > best * GROWTH ? 0 : withoutGrowth + 1;
    best = Math.max(best, rate);
    return withoutGrowth >= SLICES_WITHOUT_GROWTH;
  }
}
