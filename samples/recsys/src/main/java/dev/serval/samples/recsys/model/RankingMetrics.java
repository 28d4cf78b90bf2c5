package dev.serval.samples.recsys.model;

import java.util.Arrays;

/** How well one ranked list finds the relevant films. Each metric is between 0 and 1. */
public final class RankingMetrics {
  private RankingMetrics() {}

  /**
   * 1 if a relevant film is among the first {@code k}, else 0; its mean over users is the hit rate.
   *
   * @param ranked ids of films, the best first
   * @param relevant ids of the relevant films, ascending
   */
  public static double hit(int[] ranked, int[] relevant, int k) {
    for (int i = 0; i < Math.min(k, ranked.length); i++) {
      if (Arrays.binarySearch(relevant, ranked[i]) >= 0) {
        return 1;
      }
    }
    return 0;
  }

  /**
   * Normalised discounted cumulative gain with binary relevance (K. Järvelin, J. Kekäläinen,
   * Cumulated Gain-Based Evaluation of IR Techniques, ACM TOIS 20(4), 2002): the sum of {@code 1 /
   * log2(rank + 1)} over the relevant films among the first {@code k}, divided by that of the best
   * possible list; 0 if nothing is relevant.
   *
   * @param ranked ids of films, the best first
   * @param relevant ids of the relevant films, ascending
   */
  public static double ndcg(int[] ranked, int[] relevant, int k) {
    double gain = 0;
    for (int i = 0; i < Math.min(k, ranked.length); i++) {
      if (Arrays.binarySearch(relevant, ranked[i]) >= 0) {
        gain += discount(i);
      }
    }
    double ideal = 0;
    for (int i = 0; i < Math.min(k, relevant.length); i++) {
      ideal += discount(i);
    }
    return ideal == 0 ? 0 : gain / ideal;
  }

  private static double discount(int index) {
    return Math.log(2) / Math.log(index + 2);
  }
}
