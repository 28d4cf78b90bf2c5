package dev.serval.samples.recsys.model;

/** Anything that recommends films and can be measured by {@link Evaluation}. */
@FunctionalInterface
public interface Recommender {

  /**
   * Recommends to one user.
   *
   * @param userId the user
   * @param seen ids of the films that must not be recommended, ascending
   * @param k how many films at most
   * @return ids of films, the best first, none of them twice
   */
  int[] recommend(int userId, int[] seen, int k);
}
